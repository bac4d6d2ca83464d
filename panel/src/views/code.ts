/** One access code: its status in words, its PIN when asked for, what happened to it, and what can be done with it. */

import { css, html, nothing, type PropertyValues, type TemplateResult } from "lit";

import { BASE, View, define, follow, navigate } from "../context";
import { icon } from "../icons";
import { proofText, reachText, windowText } from "../phrases";
import { standing } from "../standing";
import { shared } from "../styles";
import type { Code, Lock, TimelineEvent, WsError } from "../types";
import "./dialog";
import type { ConfirmDialog } from "./dialog";

const SHOWN_FOR = 60_000;
const MOST_EVENTS = 30;

export class CodeView extends View {
  static override properties = {
    context: { attribute: false },
    codeId: { attribute: false },
    pin: { state: true },
    isCopied: { state: true },
    pinError: { state: true },
    events: { state: true },
  };
  declare codeId: string;
  /** The PIN, for as long as a person wants to see it. */
  declare pin: string | null;
  declare isCopied: boolean;
  declare pinError: string | null;
  declare events: TimelineEvent[] | null;

  private timer: ReturnType<typeof setTimeout> | undefined;
  private eventsOf: Code | undefined;
  /** The code that was deleted here: once it is gone, so is its page. */
  private deletedId = "";

  constructor() {
    super();
    this.hide();
    this.events = null;
  }

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
        unicode-bidi: isolate;
      }
      .status {
        margin-top: 4px;
        font-weight: 500;
      }
      .pin {
        display: flex;
        align-items: center;
        gap: 8px 16px;
        flex-wrap: wrap;
        padding: 16px;
        border-top: 1px solid var(--line);
      }
      .digits {
        font-family: var(--ha-font-family-code, monospace);
        font-size: clamp(28px, 9vw, 40px);
        line-height: 1.2;
        letter-spacing: 0.12em;
        flex: 1 1 auto;
        overflow-wrap: anywhere;
        user-select: all;
      }
      .digits.hidden {
        color: var(--quiet);
        user-select: none;
      }
      @media (max-width: 480px) {
        .digits {
          flex-basis: 100%;
        }
        .pin button {
          flex: 1;
        }
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
      .actions {
        display: flex;
        flex-wrap: wrap;
        gap: 8px;
        padding: 12px 16px;
        border-top: 1px solid var(--line);
      }
      h3 {
        font-size: var(--ha-font-size-l, 16px);
        font-weight: 500;
        padding: 14px 16px;
      }
      ol {
        list-style: none;
        margin: 0;
        padding: 0 16px 12px;
      }
      ol li {
        position: relative;
        padding: 0 0 14px 24px;
      }
      ol li::before {
        content: "";
        position: absolute;
        inset-inline-start: 4px;
        top: 6px;
        width: 9px;
        height: 9px;
        border-radius: 50%;
        background: var(--accent);
      }
      ol li::after {
        content: "";
        position: absolute;
        inset-inline-start: 8px;
        top: 18px;
        bottom: -2px;
        width: 1px;
        background: var(--line);
      }
      ol li:last-child::after {
        display: none;
      }
    `,
  ];

  private get code(): Code | undefined {
    return this.context.store.codes.get(this.codeId);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    document.addEventListener("visibilitychange", this.onVisibility);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    document.removeEventListener("visibilitychange", this.onVisibility);
    this.hide();
  }

  protected override willUpdate(changed: PropertyValues): void {
    if (changed.has("codeId") && changed.get("codeId") !== undefined) {
      this.hide();
      this.events = null;
    }
    const { code } = this;
    if (!code && this.deletedId === this.codeId) navigate("/list", true);
    if (code && code !== this.eventsOf) {
      this.eventsOf = code;
      void this.loadEvents(code.access_code_id);
    }
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
            ${this.renderTop(code, lock)} ${this.renderMessages(code, lock)} ${this.renderPin(code)}
            ${this.renderActions(code)}
          </section>
        </div>
        <div>${this.renderFacts(code, lock)} ${this.renderEvents(lock)}</div>
      </div>
      <access-codes-confirm></access-codes-confirm>`;
  }

  private renderTop(code: Code, lock: Lock | undefined): TemplateResult {
    const kind = standing(code, this.context.now);
    const proof = proofText(this.context, code, lock);
    return html`<div class="top">
      <span class=${kind}>${icon(kind)}</span>
      <div>
        <h2>${code.name}</h2>
        <div class="status">${code.display_status}</div>
        ${proof ? html`<div class="quiet">${proof}</div>` : nothing}
      </div>
    </div>`;
  }

  private renderMessages(code: Code, lock: Lock | undefined): unknown {
    const reach = lock ? reachText(this.context, lock) : null;
    // A warning and a pending change often say the same: errors first, and each sentence once.
    const rows = [
      ...code.errors.map((each) => ({ tone: "error", message: each.message })),
      ...code.warnings.map((each) => ({ tone: "", message: each.message })),
      ...code.pending_mutations.map((each) => ({ tone: "info", message: each.message })),
    ];
    const isReachSaid = code.errors.some((each) => each.is_device_error);
    return html`${reach && !isReachSaid ? html`<div class="note error">${icon("offline")} ${reach}</div>` : nothing}
    ${rows.map(
      ({ tone, message }) =>
        html`<div class="note ${tone}">${icon(tone === "info" ? "upcoming" : "problem")} <span>${message}</span></div>`,
    )}`;
  }

  private renderPin(code: Code): TemplateResult {
    if (code.is_waiting_for_code_assignment)
      return html`<div class="pin quiet">${this.t("code.pin_chosen_by_lock")}</div>`;
    const isShown = this.pin !== null;
    return html`<div class="pin">
        <div class="digits ${isShown ? "" : "hidden"}" aria-live="polite">
          ${isShown ? this.pin || this.t("code.pin_not_known") : html`<span aria-label=${this.t("code.pin_hidden")}>••••••</span>`}
        </div>
        <button class="outlined small" @click=${isShown ? this.hide : this.show} aria-pressed=${isShown ? "true" : "false"}>
          ${icon(isShown ? "eyeOff" : "eye")} ${this.t(isShown ? "code.hide_pin" : "code.show_pin")}
        </button>
        <button class="outlined small" @click=${this.copy}>
          ${icon(this.isCopied ? "set" : "copy")} ${this.t(this.isCopied ? "code.copied" : "code.copy_pin")}
        </button>
      </div>
      ${this.pinError ? html`<div class="note error" role="alert">${icon("problem")} ${this.pinError}</div>` : nothing}`;
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

  private renderEvents(lock: Lock | undefined): TemplateResult {
    const { clock, texts } = this.context;
    const sentence = (event: TimelineEvent): string => {
      const type = event.type.slice(event.type.indexOf(".") + 1).replaceAll(".", "_");
      const action = type === "used" && typeof event.details["action"] === "string" ? `_${event.details["action"]}` : "";
      const said =
        texts.message(`activity_${type}${action}`, { lock: lock?.name ?? "" }) ||
        texts.message(`activity_${type}`, { lock: lock?.name ?? "" }) ||
        event.type;
      return said.charAt(0).toLocaleUpperCase() + said.slice(1);
    };
    return html`<section class="card" aria-labelledby="timeline">
      <h3 id="timeline">${this.t("code.timeline")}</h3>
      ${this.events === null ? html`<div class="pad quiet">${this.t("panel.loading")}</div>` : nothing}
      ${this.events?.length === 0 ? html`<div class="pad quiet">${this.t("code.nothing_happened")}</div>` : nothing}
      <ol>
        ${this.events?.map(
          (event) => html`<li>
            <div>${sentence(event)}</div>
            <div class="quiet">${clock.moment(event.occurred_at)}</div>
          </li>`,
        )}
      </ol>
    </section>`;
  }

  private async loadEvents(codeId: string): Promise<void> {
    try {
      const answer = await this.context.hass.callWS<{ events: TimelineEvent[] }>({
        type: "access_codes/get_timeline",
        access_code_id: codeId,
        limit: MOST_EVENTS,
      });
      if (codeId === this.codeId) this.events = answer.events;
    } catch {
      // The code is just gone: the page says so.
      if (codeId === this.codeId) this.events ??= [];
    }
  }

  // The PIN

  // contract 11.310
  private async fetchPin(): Promise<string | null> {
    const answer = await this.context.hass.callWS<{ code: string | null }>({
      type: "access_codes/reveal",
      access_code_id: this.codeId,
    });
    return answer.code;
  }

  private show = async (): Promise<void> => {
    this.pinError = null;
    const asked = this.codeId;
    try {
      const pin = (await this.fetchPin()) ?? "";
      if (asked !== this.codeId || !this.isConnected) return;
      this.pin = pin;
      clearTimeout(this.timer);
      this.timer = setTimeout(this.hide, SHOWN_FOR);
    } catch (error) {
      this.pinError = this.context.texts.refusal(error as WsError);
    }
  };

  private hide = (): void => {
    clearTimeout(this.timer);
    this.pin = null;
    this.isCopied = false;
    this.pinError = null;
  };

  private onVisibility = (): void => {
    if (document.hidden) this.hide();
  };

  private copy = async (): Promise<void> => {
    this.pinError = null;
    try {
      const pin = this.pin ?? (await this.fetchPin());
      if (!pin) {
        this.pinError = this.t("code.pin_not_known");
        return;
      }
      await navigator.clipboard.writeText(pin);
      this.isCopied = true;
      setTimeout(() => (this.isCopied = false), 2000);
    } catch {
      // Without https a browser has no clipboard.
      this.pinError = this.t("code.copy_failed");
    }
  };

  // What can be done

  private get dialog(): ConfirmDialog {
    return this.renderRoot.querySelector("access-codes-confirm") as ConfirmDialog;
  }

  private askPause(code: Code): void {
    const key = code.is_paused ? "resume" : "pause";
    const sentence = (isForAll: boolean): string =>
      this.t(`code.${key}_sentence`, { name: code.name, lock: this.lockNames(code, isForAll) });
    this.ask(code, key, sentence, (isForAll) =>
      this.context.hass.callWS(
        isForAll
          ? { type: "access_codes/update_multiple", common_code_key: code.common_code_key, is_paused: !code.is_paused, without_pins: true }
          : { type: "access_codes/update", access_code_id: code.access_code_id, is_paused: !code.is_paused, without_pins: true },
      ),
    );
  }

  private askDelete(code: Code): void {
    const lock = this.context.store.lockOf(code);
    const sentence = (isForAll: boolean): string => {
      const codes = isForAll ? this.context.store.sharedWith(code) : [code];
      const isOff = codes.every((each) => each.status === "unset");
      const key = isOff ? "off" : lock?.capabilities?.is_virtual ? "virtual" : "on";
      return this.t(`code.delete_sentence_${key}`, { name: code.name, lock: this.lockNames(code, isForAll) });
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
    const { store, hass } = this.context;
    const codes = isForAll ? store.sharedWith(code) : [code];
    const names = codes.map((each) => store.lockOf(each)?.name ?? each.lock_entity_id);
    return new Intl.ListFormat(hass.locale.language).format(names);
  }
}

define("access-codes-code", CodeView);
