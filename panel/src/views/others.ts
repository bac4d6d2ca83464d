/** Codes on the locks that are not managed here: take them over, or off the lock. */

import { css, html, nothing, type PropertyValues, type TemplateResult } from "lit";

import { View, define } from "../context";
import { icon } from "../icons";
import { shared } from "../styles";
import { byName } from "../standing";
import type { Lock, OtherCode, WsError } from "../types";
import "./adopt";
import type { AdoptDialog } from "./adopt";
import "./dialog";
import type { ConfirmDialog } from "./dialog";
import "./toast";
import type { Toast } from "./toast";

type Found = { codes: OtherCode[] } | { failure: string };

export class OthersView extends View {
  static override properties = { context: { attribute: false }, found: { state: true }, opened: { state: true } };
  /** By the entry of the lock. */
  declare found: Map<string, Found>;
  /** Entries of the locks whose ignored codes are shown. */
  declare opened: Set<string>;

  /** The locks as they were when their codes were asked for. */
  private asked = new Map<string, Lock>();

  constructor() {
    super();
    this.found = new Map();
    this.opened = new Set();
  }

  static override styles = [
    shared,
    css`
      :host {
        display: grid;
        grid-template-columns: minmax(0, 1fr);
        gap: 16px;
      }
      h2 {
        padding: 14px 16px;
        overflow-wrap: anywhere;
      }
      li {
        display: flex;
        flex-wrap: wrap;
        gap: 8px 16px;
        align-items: center;
        padding: 10px 16px;
        border-top: 1px solid var(--line);
      }
      li > div {
        flex: 1 1 180px;
        min-width: 0;
        overflow-wrap: anywhere;
      }
      section > .pad {
        padding-top: 0;
      }
      .name {
        font-weight: 500;
        unicode-bidi: plaintext;
        text-align: -webkit-match-parent;
        text-align: match-parent;
      }
      .more {
        width: 100%;
        justify-content: flex-start;
        border-radius: 0;
        border-top: 1px solid var(--line);
        color: var(--quiet);
      }
      .ignored .name {
        color: var(--quiet);
      }
      .buttons {
        display: flex;
        flex-wrap: wrap;
        gap: 8px;
        flex: 0 1 auto;
      }
    `,
  ];

  protected override willUpdate(_: PropertyValues): void {
    // What others put on a lock is not pushed: but the lock is, with its free slots.
    for (const lock of this.locks) if (this.asked.get(lock.entry_id) !== lock) void this.load(lock);
  }

  private get locks(): Lock[] {
    return [...this.context.store.locks.values()]
      .filter((lock) => lock.is_loaded && lock.entity_id !== null && lock.capabilities?.is_virtual === false)
      .sort(byName);
  }

  private async load(lock: Lock): Promise<void> {
    this.asked.set(lock.entry_id, lock);
    let found: Found;
    try {
      const answer = await this.context.hass.callWS<{ access_codes: OtherCode[] }>({
        type: "access_codes/list_unmanaged",
        lock: lock.entity_id,
        language: this.context.hass.locale.language,
        without_pins: true,
      });
      found = { codes: answer.access_codes };
    } catch (error) {
      found = { failure: this.context.texts.refusal(error as WsError) };
    }
    this.found = new Map(this.found).set(lock.entry_id, found);
  }

  protected override render(): TemplateResult {
    return html`
      <p class="quiet">${this.t("others.what")}</p>
      ${this.locks.map((lock) => this.renderLock(lock))}
      <access-codes-confirm></access-codes-confirm>
      <access-codes-adopt .context=${this.context} @adopted=${this.onAdopted}></access-codes-adopt>
      <access-codes-toast></access-codes-toast>
    `;
  }

  private renderLock(lock: Lock): TemplateResult {
    const found = this.found.get(lock.entry_id);
    return html`<section class="card" aria-label=${lock.name}>
      <h2>${lock.name}</h2>
      ${found === undefined
        ? html`<div class="pad quiet" role="status">${this.t("panel.loading")}</div>`
        : "failure" in found
          ? html`<div class="note error" role="alert">${icon("problem")} ${found.failure}</div>`
          : found.codes.length === 0
            ? html`<div class="pad quiet">${this.t("others.none")}</div>`
            : this.renderCodes(lock, found.codes)}
    </section>`;
  }

  // contract 11.346
  private renderCodes(lock: Lock, codes: OtherCode[]): TemplateResult {
    const isIgnored = (code: OtherCode): boolean => lock.ignored.includes(code.access_code_id) && code.status !== "removing";
    const ignored = codes.filter(isIgnored);
    const isOpen = this.opened.has(lock.entry_id);
    return html`<ul>
        ${codes.filter((code) => !isIgnored(code)).map((code) => this.renderCode(lock, code))}
      </ul>
      ${ignored.length > 0
        ? html`<button class="more" aria-expanded=${isOpen ? "true" : "false"} @click=${() => this.toggle(lock)}>
              ${icon(isOpen ? "up" : "down")} ${this.t("others.ignored", { count: ignored.length })}
            </button>
            ${isOpen
              ? html`<ul class="ignored">
                  ${ignored.map((code) => this.renderCode(lock, code, true))}
                </ul>`
              : nothing}`
        : nothing}`;
  }

  private toggle(lock: Lock): void {
    const opened = new Set(this.opened);
    if (!opened.delete(lock.entry_id)) opened.add(lock.entry_id);
    this.opened = opened;
  }

  // contract 11.346, 11.347
  private async ignore(code: OtherCode, isIgnored: boolean): Promise<void> {
    try {
      // The lock is pushed with it, to every browser.
      await this.context.hass.callWS({
        type: "access_codes/ignore_unmanaged",
        unmanaged_access_code_id: code.access_code_id,
        is_ignored: isIgnored,
      });
    } catch (error) {
      const text = this.context.texts.refusal(error as WsError);
      (this.renderRoot.querySelector("access-codes-toast") as Toast).show({ text, isError: true });
    }
  }

  private renderCode(lock: Lock, code: OtherCode, isIgnored = false): TemplateResult {
    const isGoing = code.status === "removing";
    const { clock } = this.context;
    const when =
      code.starts_at && code.ends_at
        ? this.t("when.window", { from: clock.moment(code.starts_at), to: clock.moment(code.ends_at) })
        : this.t("when.always");
    return html`<li>
      <span class=${isGoing ? "removing" : "unknown"}>${icon(isGoing ? "removing" : "person")}</span>
      <div>
        <div class="name">${code.name}</div>
        <div class="quiet">${isGoing ? code.display_status : when}</div>
        ${[...code.errors, ...code.warnings].map((each) => html`<div class="problem">${each.message}</div>`)}
      </div>
      ${isGoing ? nothing : html`<div class="buttons">${isIgnored ? this.renderShow(code) : this.renderButtons(lock, code)}</div>`}
    </li>`;
  }

  private renderShow(code: OtherCode): TemplateResult {
    return html`<button class="outlined" aria-label="${this.t("others.show")}: ${code.name}" @click=${() => this.ignore(code, false)}>
      ${this.t("others.show")}
    </button>`;
  }

  private renderButtons(lock: Lock, code: OtherCode): TemplateResult {
    return html`<button class="outlined" aria-label="${this.t("others.ignore")}: ${code.name}" @click=${() => this.ignore(code, true)}>
        ${this.t("others.ignore")}
      </button>
      <button class="outlined" aria-label="${this.t("others.adopt")}: ${code.name}" @click=${() => this.adopt.ask(lock, code)}>
        ${this.t("others.adopt")}
      </button>
      <button class="outlined danger" aria-label="${this.t("others.remove")}: ${code.name}" @click=${() => this.askRemove(lock, code)}>
        ${this.t("others.remove")}
      </button>`;
  }

  // contract 11.321
  private askRemove(lock: Lock, code: OtherCode): void {
    const dialog = this.renderRoot.querySelector("access-codes-confirm") as ConfirmDialog;
    dialog.ask({
      title: this.t("others.remove_title"),
      sentence: () => this.t("others.remove_sentence", { name: code.name, lock: lock.name }),
      confirm: this.t("others.remove"),
      cancel: this.t("panel.cancel"),
      isDangerous: true,
      act: async () => {
        await this.context.hass.callWS({
          type: "access_codes/delete_unmanaged",
          unmanaged_access_code_id: code.access_code_id,
          without_pins: true,
        });
        await this.load(lock);
      },
      errorText: (error) => this.context.texts.refusal(error as WsError),
    });
  }

  private onAdopted = (event: CustomEvent<{ lock: Lock; name: string }>): void => {
    const { lock, name } = event.detail;
    void this.load(lock);
    (this.renderRoot.querySelector("access-codes-toast") as Toast).show({
      text: this.t("others.adopted", { name, lock: lock.name }),
    });
  };

  private get adopt(): AdoptDialog {
    return this.renderRoot.querySelector("access-codes-adopt") as AdoptDialog;
  }
}

define("access-codes-others", OthersView);
