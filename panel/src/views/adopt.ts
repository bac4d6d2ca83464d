/** Take a code of others over: its name, and its PIN where the lock does not show it. */

import { css, html, nothing, type TemplateResult } from "lit";

import { View, define } from "../context";
import { icon } from "../icons";
import { dialogStyles, shared } from "../styles";
import type { Lock, OtherCode, WsError } from "../types";

export class AdoptDialog extends View {
  static override properties = {
    context: { attribute: false },
    about: { state: true },
    isPinAsked: { state: true },
    error: { state: true },
    isBusy: { state: true },
  };
  declare about: { lock: Lock; code: OtherCode } | null;
  declare isPinAsked: boolean;
  declare error: string | null;
  declare isBusy: boolean;

  static override styles = [
    shared,
    dialogStyles,
    css`
      label {
        display: grid;
        gap: 6px;
        font-weight: 500;
      }
    `,
  ];

  constructor() {
    super();
    this.about = this.error = null;
    this.isPinAsked = this.isBusy = false;
  }

  ask(lock: Lock, code: OtherCode): void {
    this.about = { lock, code };
    this.error = null;
    this.isBusy = false;
    this.isPinAsked = lock.capabilities?.reads !== "pin";
    void this.updateComplete.then(() => this.renderRoot.querySelector("dialog")?.showModal());
  }

  protected override render(): TemplateResult | typeof nothing {
    const { about } = this;
    if (!about) return nothing;
    const values = { name: about.code.name, lock: about.lock.name };
    return html`<dialog aria-labelledby="title" @close=${() => (this.about = null)}>
      <form class="inside" novalidate autocomplete="off" @submit=${this.onSubmit}>
        <h2 id="title">${this.t("others.adopt_title")}</h2>
        <p>${this.t(this.isPinAsked ? "others.adopt_sentence_pin" : "others.adopt_sentence", values)}</p>
        <label>${this.t("edit.name")}<input name="name" maxlength="200" placeholder=${about.code.name} /></label>
        ${this.isPinAsked
          ? html`<label>${this.t("edit.pin")}<input name="code" inputmode="numeric" maxlength="64" autocomplete="off" spellcheck="false" /></label>`
          : nothing}
        ${this.error ? html`<div class="note error" role="alert">${icon("problem")} ${this.error}</div>` : nothing}
        <div class="actions">
          <button type="button" @click=${this.close}>${this.t("panel.cancel")}</button>
          <button type="submit" class="filled" ?disabled=${this.isBusy}>${this.t("others.adopt")}</button>
        </div>
      </form>
    </dialog>`;
  }

  private close = (): void => this.renderRoot.querySelector("dialog")?.close();

  // contract 11.321
  private onSubmit = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    const { about } = this;
    if (!about || this.isBusy) return;
    const form = new FormData(event.target as HTMLFormElement);
    const given = (key: string): string => String(form.get(key) ?? "").trim();
    this.isBusy = true;
    this.error = null;
    try {
      const answer = await this.context.hass.callWS<{ access_code: { name: string } }>({
        type: "access_codes/convert_to_managed",
        unmanaged_access_code_id: about.code.access_code_id,
        ...(given("name") ? { name: given("name") } : {}),
        ...(given("code") ? { code: given("code") } : {}),
        without_pins: true,
      });
      this.close();
      this.dispatchEvent(new CustomEvent("adopted", { detail: { lock: about.lock, name: answer.access_code.name } }));
    } catch (error) {
      // This slot of a lock that shows PINs has one that cannot be read.
      if ((error as WsError).translation_key === "code_needed") this.isPinAsked = true;
      this.error = this.context.texts.refusal(error as WsError);
    } finally {
      this.isBusy = false;
    }
  };
}

define("access-codes-adopt", AdoptDialog);
