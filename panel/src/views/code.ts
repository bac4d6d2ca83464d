/** One access code: its status in words, its PIN when asked for, what happened to it, and what can be done with it. */

import { css, html, nothing, type PropertyValues, type TemplateResult } from "lit";

import { BASE, View, define, follow, navigate } from "../context";
import { lockNames } from "../doors";
import { icon } from "../icons";
import { deleteText, mayOpenUntilConfirmed, nextTryText, proofText, reachText, windowText } from "../phrases";
import { notesOf, type Remedy } from "../remedies";
import { standing } from "../standing";
import { shared } from "../styles";
import type { Code, Lock, WsError } from "../types";
import "./dialog";
import type { ConfirmDialog } from "./dialog";
import "./hand-over";
import "./history";
import "./pin";

export class CodeView extends View {
  static override properties = {
    context: { attribute: false },
    codeId: { attribute: false },
  };
  declare codeId: string;

  /** The code that was deleted here: once it is gone, so is its page. */
  private deletedId = "";

  static override styles = [
    shared,
    css`
      .columns {
        display: grid;
        gap: 16px;
        align-items: start;
      }
      .columns > div {
        display: grid;
        gap: 16px;
        min-width: 0;
      }
      @media (min-width: 900px) {
        .columns {
          grid-template-columns: minmax(0, 3fr) minmax(0, 2fr);
        }
      }
      .top {
        display: flex;
        gap: 16px;
        padding: 20px 16px;
        align-items: flex-start;
      }
      .top .icon {
        width: 40px;
        height: 40px;
      }
      .top h2 {
        font-size: var(--ha-font-size-2xl, 24px);
        font-weight: 400;
        line-height: 1.25;
        overflow-wrap: anywhere;
        unicode-bidi: plaintext;
        text-align: -webkit-match-parent;
        text-align: match-parent;
      }
      .status {
        margin-top: 4px;
        font-weight: 500;
      }
      @media (max-width: 480px) {
        .actions {
          gap: 6px;
        }
        .actions > * {
          padding: 0 10px;
          gap: 6px;
          flex: 1 1 auto;
        }
      }
      dl {
        margin: 0;
      }
      dl > div {
        display: flex;
        gap: 16px;
        justify-content: space-between;
        padding: 10px 16px;
        border-top: 1px solid var(--line);
      }
      dl > div:first-child {
        border-top: none;
      }
      dt {
        color: var(--quiet);
        flex: none;
      }
      dd {
        margin: 0;
        text-align: end;
        overflow-wrap: anywhere;
        min-width: 0;
      }
      dd a {
        color: var(--accent);
      }
      .note .button {
        margin-top: 8px;
        border-color: currentColor;
        text-decoration: none;
      }
      .actions {
        display: flex;
        flex-wrap: wrap;
        gap: 8px;
        padding: 12px 16px;
        border-top: 1px solid var(--line);
      }
    `,
  ];

  private get code(): Code | undefined {
    return this.context.store.codes.get(this.codeId);
  }

  protected override willUpdate(_: PropertyValues): void {
    if (!this.code && this.deletedId === this.codeId) navigate("/list", true);
  }

  protected override render(): TemplateResult {
    const { code } = this;
    if (!code)
      return html`<div class="empty" role="status">
        ${icon("search")}
        <p>${this.t("panel.not_found")}</p>
        <a class="button outlined" href="${BASE}/list" @click=${follow}>${this.t("panel.to_list")}</a>
      </div>`;
    const lock = this.context.store.lockOf(code);
    return html`<div class="columns">
        <div>
          <section class="card">
            ${this.renderTop(code, lock)} ${this.renderMessages(code, lock)}
            <access-codes-pin .context=${this.context} .code=${code}></access-codes-pin>
            <access-codes-hand-over .context=${this.context} .code=${code}></access-codes-hand-over>
            ${this.renderActions(code)}
          </section>
        </div>
        <div>
          ${this.renderFacts(code, lock)}
          <access-codes-history .context=${this.context} .code=${code} .lock=${lock}></access-codes-history>
        </div>
      </div>
      <access-codes-confirm></access-codes-confirm>`;
  }

  private renderTop(code: Code, lock: Lock | undefined): TemplateResult {
    const kind = standing(code, this.context.now);
    const proof = nextTryText(this.context, code, lock) ?? proofText(this.context, code, lock);
    return html`<div class="top">
      <span class=${kind}>${icon(kind)}</span>
      <div>
        <h2>${code.name}</h2>
        <div class="status">${this.context.clock.inText(code.display_status)}</div>
        ${proof ? html`<div class="quiet">${proof}</div>` : nothing}
      </div>
    </div>`;
  }

  private renderMessages(code: Code, lock: Lock | undefined): unknown {
    const reach = lock ? reachText(this.context, lock) : null;
    const isReachSaid = code.errors.some((each) => each.is_device_error);
    return html`${reach && !isReachSaid ? html`<div class="note error">${icon("offline")} ${reach}</div>` : nothing}
    ${notesOf(code, lock).map(
      ({ tone, message, remedy }) =>
        html`<div class="note ${tone}">
          ${icon(tone === "info" ? "upcoming" : "problem")}
          <div>${message} ${remedy ? this.renderRemedy(remedy) : nothing}</div>
        </div>`,
    )}`;
  }

  // contract 11.367
  private renderRemedy({ key, href }: Remedy): TemplateResult {
    return html`<div><a class="button outlined" href=${href} @click=${follow}>${this.t(key)}</a></div>`;
  }

  private renderActions(code: Code): TemplateResult | typeof nothing {
    if (code.pending_mutations.some((each) => each.mutation_code === "deleting")) return nothing;
    return html`<div class="actions small">
      <a class="button filled" href="${BASE}/edit/${code.access_code_id}" @click=${follow}>
        ${icon("edit")} ${this.t("code.edit")}
      </a>
      <button class="outlined" @click=${() => this.askPause(code)}>
        ${icon(code.is_paused ? "play" : "pause")} ${this.t(code.is_paused ? "code.resume" : "code.pause")}
      </button>
      <button class="outlined danger" @click=${() => this.askDelete(code)}>${icon("trash")} ${this.t("code.delete")}</button>
    </div>`;
  }

  private renderFacts(code: Code, lock: Lock | undefined): TemplateResult {
    const { clock, store } = this.context;
    const others = store.sharedWith(code).slice(1);
    const uses = code.max_uses === null ? `${code.use_count}` : this.t("code.uses_of", { count: code.use_count, limit: code.max_uses });
    const rows: [string, unknown][] = [
      ["code.lock", lock?.name ?? code.lock_entity_id],
      ["code.when", windowText(this.context, code)],
    ];
    if (code.active_while) rows.push(["code.active_while", code.active_while]);
    if (lock?.capabilities?.reports_use) {
      rows.push(["code.uses", uses]);
      if (code.last_used_at) rows.push(["code.last_used", clock.moment(code.last_used_at)]);
    }
    if (others.length > 0)
      rows.push([
        "code.same_person",
        others.map(
          (each) => html`<div>
            <a href="${BASE}/code/${each.access_code_id}" @click=${follow}>${store.lockOf(each)?.name ?? each.lock_entity_id}</a>
          </div>`,
        ),
      ]);
    rows.push(["code.created", clock.moment(code.created_at)]);
    return html`<section class="card">
      <dl>
        ${rows.map(([key, value]) => html`<div><dt>${this.t(key)}</dt><dd>${value}</dd></div>`)}
      </dl>
    </section>`;
  }

  // What can be done

  private get dialog(): ConfirmDialog {
    return this.renderRoot.querySelector("access-codes-confirm") as ConfirmDialog;
  }

  private askPause(code: Code): void {
    const key = code.is_paused ? "resume" : "pause";
    const sentence = (isForAll: boolean): string => {
      const text = this.t(`code.${key}_sentence`, { name: code.name, lock: this.lockNames(code, isForAll) });
      const codes = isForAll ? this.context.store.sharedWith(code) : [code];
      const isOpen = key === "pause" && mayOpenUntilConfirmed(this.context, codes);
      return isOpen ? `${text} ${this.t("code.until_confirmed")}` : text;
    };
    this.ask(code, key, sentence, (isForAll) =>
      this.context.hass.callWS(
        isForAll
          ? { type: "access_codes/update_multiple", common_code_key: code.common_code_key, is_paused: !code.is_paused, without_pins: true }
          : { type: "access_codes/update", access_code_id: code.access_code_id, is_paused: !code.is_paused, without_pins: true },
      ),
    );
  }

  private askDelete(code: Code): void {
    const sentence = (isForAll: boolean): string => {
      const codes = isForAll ? this.context.store.sharedWith(code) : [code];
      return deleteText(this.context, codes, this.lockNames(code, isForAll));
    };
    this.ask(code, "delete", sentence, async (isForAll) => {
      await this.context.hass.callWS(
        isForAll
          ? { type: "access_codes/delete", common_code_key: code.common_code_key, without_pins: true }
          : { type: "access_codes/delete", access_code_id: code.access_code_id, without_pins: true },
      );
      this.deletedId = code.access_code_id;
      this.requestUpdate();
    });
  }

  // contract 11.314
  private ask(code: Code, key: "pause" | "resume" | "delete", sentence: (isForAll: boolean) => string, act: (isForAll: boolean) => Promise<unknown>): void {
    const count = this.context.store.sharedWith(code).length;
    this.dialog.ask({
      title: this.t(`code.${key}_title`),
      sentence,
      confirm: this.t(`code.${key}`),
      cancel: this.t("panel.cancel"),
      isDangerous: key === "delete",
      ...(count > 1 ? { choice: this.t("code.on_all_locks", { count }) } : {}),
      act: async (isForAll) => {
        await act(isForAll);
      },
      errorText: (error) => this.context.texts.refusal(error as WsError),
    });
  }

  private lockNames(code: Code, isForAll: boolean): string {
    return lockNames(this.context, isForAll ? this.context.store.sharedWith(code) : [code]);
  }
}

define("access-codes-code", CodeView);
