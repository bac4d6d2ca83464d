/** The bar for several chosen codes: pause, resume, end, delete, or give them to another lock. */

import { css, html, nothing, type TemplateResult } from "lit";

import { BULK_ACTIONS, applies, command, type BulkAction } from "../bulk";
import { View, define } from "../context";
import { icon, type IconName } from "../icons";
import { deleteText, mayOpenUntilConfirmed } from "../phrases";
import { dialogStyles, shared } from "../styles";
import { byName } from "../standing";
import type { Code, Lock, WsError } from "../types";

const SIGNS: Record<BulkAction, IconName> = { pause: "pause", resume: "play", end: "stop", delete: "trash", give: "give" };
const MOST_NAMES = 4;

export class BulkBar extends View {
  static override properties = {
    context: { attribute: false },
    codes: { attribute: false },
    action: { state: true },
    done: { state: true },
    failures: { state: true },
    isBusy: { state: true },
    target: { state: true },
  };
  /** The chosen codes. */
  declare codes: Code[];
  declare action: BulkAction | null;
  /** How many are done, while it goes on. */
  declare done: number;
  declare failures: string[];
  declare isBusy: boolean;
  declare target: string;

  constructor() {
    super();
    this.codes = [];
    this.action = null;
    this.done = 0;
    this.failures = [];
    this.isBusy = false;
    this.target = "";
  }

  static override styles = [
    shared,
    dialogStyles,
    css`
      .bar {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 4px 8px;
        padding: 8px 12px;
        border-radius: 16px;
        background: var(--card);
        border: 1px solid var(--accent);
        box-shadow: 0 4px 16px rgba(0, 0, 0, 0.25);
      }
      .bar .count {
        font-weight: 500;
        padding: 0 8px;
        margin-inline-end: auto;
      }
      .bar button {
        padding: 0 10px;
        gap: 6px;
      }
      .locks label {
        display: flex;
        gap: 12px;
        align-items: center;
        min-height: 44px;
        cursor: pointer;
      }
      fieldset {
        border: none;
        margin: 0;
        padding: 0;
        min-width: 0;
      }
      legend {
        font-weight: 500;
      }
      progress {
        width: 100%;
        accent-color: var(--accent);
      }
      @media (max-width: 480px) {
        .bar {
          display: grid;
          grid-template-columns: 1fr 1fr;
        }
        .bar > button {
          justify-content: flex-start;
        }
        ::slotted(*) {
          justify-self: start;
        }
        .bar .round {
          grid-area: 1 / 2;
          justify-self: end;
          justify-content: center;
        }
      }
    `,
  ];

  protected override render(): TemplateResult {
    const { codes } = this;
    return html`<div class="bar small" role="group" aria-label=${this.t("bulk.actions")}>
        <span class="count" role="status">${this.t("list.selected", { count: codes.length })}</span>
        <slot></slot>
        ${BULK_ACTIONS.map(
          (action) => html`<button
            class=${action === "delete" ? "danger" : ""}
            ?disabled=${!codes.some((code) => applies(action, code, this.context.now))}
            @click=${() => this.ask(action)}
          >
            ${icon(SIGNS[action])} ${this.t(`bulk.${action}`)}
          </button>`,
        )}
        <button class="round" aria-label=${this.t("bulk.leave")} title=${this.t("bulk.leave")} @click=${this.leave}>${icon("close")}</button>
      </div>
      ${this.action ? this.renderDialog(this.action) : nothing}`;
  }

  private get concerned(): Code[] {
    const { action } = this;
    return action ? this.codes.filter((code) => applies(action, code, this.context.now)) : [];
  }

  // contract 11.324
  private renderDialog(action: BulkAction): TemplateResult {
    const { concerned } = this;
    const count = concerned.length;
    const leftOut = this.codes.length - count;
    const isGive = action === "give";
    return html`<dialog aria-labelledby="title" aria-describedby="sentence" @close=${this.onClose} @cancel=${this.onCancel}>
      <div class="inside">
        <h2 id="title">${this.t(`bulk.${action}_title`, { count })}</h2>
        <p id="sentence">${this.sentence(action)}</p>
        ${leftOut > 0 && !this.isBusy ? html`<p class="quiet">${this.t("bulk.left_out", { count: leftOut })}</p>` : nothing}
        ${isGive ? this.renderTargets() : nothing}
        ${this.isBusy && !isGive
          ? html`<label>${this.t("bulk.progress", { done: this.done, count })}<progress max=${count} .value=${this.done}></progress></label>`
          : nothing}
        ${this.failures.map((text) => html`<div class="note error" role="alert">${icon("problem")} <span>${text}</span></div>`)}
        <div class="actions">
          <button ?disabled=${this.isBusy} @click=${this.close}>${this.t("panel.cancel")}</button>
          <button
            class="filled ${action === "delete" ? "danger" : ""}"
            ?disabled=${this.isBusy || count === 0 || (isGive && !this.target)}
            @click=${isGive ? this.give : this.run}
          >
            ${this.t(`bulk.${action}`)}
          </button>
        </div>
      </div>
    </dialog>`;
  }

  // contract 11.464
  /** What will happen: of a single code as on its page. */
  private sentence(action: BulkAction): string {
    const { context, concerned } = this;
    const [code] = concerned;
    const lock = this.lockNames(concerned);
    const isOne = code && concerned.length === 1;
    if (isOne && action === "delete") return deleteText(context, concerned, lock);
    const isAsOnPage = isOne && (action === "pause" || action === "resume");
    const text = isAsOnPage
      ? this.t(`code.${action}_sentence`, { name: code.name, lock })
      : this.t(`bulk.${action}_sentence`, { names: this.names(concerned), lock, count: concerned.length });
    const isEnd = action === "pause" || action === "end" || action === "delete";
    return isEnd && mayOpenUntilConfirmed(context, concerned) ? `${text} ${this.t("code.until_confirmed")}` : text;
  }

  private renderTargets(): TemplateResult {
    return html`<fieldset class="locks">
      <legend>${this.t("bulk.give_to")}</legend>
      ${this.targets.map(
        (lock) => html`<label>
          <input
            type="radio"
            name="lock"
            value=${lock.entity_id!}
            .checked=${this.target === lock.entity_id}
            @change=${() => (this.target = lock.entity_id!)}
          />
          ${lock.name}
        </label>`,
      )}
    </fieldset>`;
  }

  private get targets(): Lock[] {
    return [...this.context.store.locks.values()]
      .filter((lock) => lock.is_loaded && lock.entity_id !== null)
      .sort(byName);
  }

  private names(codes: Code[]): string {
    const all = [...new Set(codes.map((code) => `“${code.name}”`))];
    const shown = all.length > MOST_NAMES ? [...all.slice(0, MOST_NAMES), this.t("now.and_more", { count: all.length - MOST_NAMES })] : all;
    return shown.join(", ");
  }

  private lockNames(codes: Code[]): string {
    const { store, hass } = this.context;
    const names = new Set(codes.map((code) => store.lockOf(code)?.name ?? code.lock_entity_id));
    return new Intl.ListFormat(hass.locale.language).format(names);
  }

  private ask(action: BulkAction): void {
    this.action = action;
    this.failures = [];
    this.done = 0;
    this.target = "";
    void this.updateComplete.then(() => this.dialog?.showModal());
  }

  private run = async (): Promise<void> => {
    const { action, concerned } = this;
    if (!action || action === "give" || this.isBusy) return;
    this.isBusy = true;
    this.done = 0;
    const failures: string[] = [];
    for (const code of concerned) {
      try {
        await this.context.hass.callWS(command(action, code, Date.now()));
      } catch (error) {
        failures.push(this.t("bulk.failed", { name: code.name, reason: this.context.texts.refusal(error as WsError) }));
      }
      this.done += 1;
    }
    this.isBusy = false;
    this.failures = failures;
    if (failures.length === 0) this.finish(this.t("bulk.done", { count: concerned.length }));
  };

  // contract 11.325
  private give = async (): Promise<void> => {
    if (this.isBusy) return;
    this.isBusy = true;
    this.failures = [];
    try {
      const answer = await this.context.hass.callWS<{ access_codes: Code[] }>({
        type: "access_codes/give",
        access_code_ids: this.concerned.map((code) => code.access_code_id),
        lock: this.target,
        without_pins: true,
      });
      const lock = this.targets.find((each) => each.entity_id === this.target)?.name ?? this.target;
      this.finish(this.t("bulk.given", { count: answer.access_codes.length, lock }));
    } catch (error) {
      this.failures = [this.context.texts.refusal(error as WsError)];
    } finally {
      this.isBusy = false;
    }
  };

  private get dialog(): HTMLDialogElement | null {
    return this.renderRoot.querySelector("dialog");
  }

  private finish(text: string): void {
    this.close();
    this.dispatchEvent(new CustomEvent("bulk-done", { detail: text }));
  }

  private close = (): void => this.dialog?.close();

  private onClose = (): void => {
    // Asked anew before the browser told that the former dialog was closed.
    if (this.renderRoot.querySelector("dialog")?.open) return;
    this.action = null;
  };

  private onCancel = (event: Event): void => {
    if (this.isBusy) event.preventDefault();
  };

  private leave = (): void => {
    this.dispatchEvent(new CustomEvent("bulk-left"));
  };
}

define("access-codes-bulk", BulkBar);
