/** What happened to a code, the newest first. */

import { css, html, nothing, type PropertyValues, type TemplateResult } from "lit";

import { View, define } from "../context";
import { changesIn, type Change } from "../happened";
import { shared } from "../styles";
import type { Code, Lock, TimelineEvent } from "../types";

const MOST_EVENTS = 30;
/** Told in other words where Home Assistant checks codes. */
const ON_LOCK = new Set(["set_on_device", "removed_from_device"]);

export class HistoryView extends View {
  static override properties = {
    context: { attribute: false },
    code: { attribute: false },
    lock: { attribute: false },
    events: { state: true },
    users: { state: true },
  };
  declare code: Code;
  declare lock: Lock | undefined;
  declare events: TimelineEvent[] | null;
  /** Names of users by their ids. */
  declare users: Map<string, string>;
  private changes = new Map<string, Change[]>();

  constructor() {
    super();
    this.events = null;
    this.users = new Map();
  }

  static override styles = [
    shared,
    css`
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
        padding-block: 0 14px;
        padding-inline: 24px 0;
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

  protected override willUpdate(changed: PropertyValues): void {
    const before = changed.get("code") as Code | undefined;
    if (before && before.access_code_id !== this.code.access_code_id) this.events = null;
    if (changed.has("code")) void this.load(this.code.access_code_id);
  }

  protected override render(): TemplateResult {
    const { clock, texts } = this.context;
    const lock = this.lock?.name ?? "";
    const sentence = (event: TimelineEvent): string => {
      const told = this.changeText(this.changes.get(event.event_id) ?? []);
      if (told) return told;
      const type = event.type.slice(event.type.indexOf(".") + 1).replaceAll(".", "_");
      const isHere = this.lock?.capabilities?.is_virtual && ON_LOCK.has(type);
      const action = isHere ? "_virtual" : type === "used" && typeof event.details["action"] === "string" ? `_${event.details["action"]}` : "";
      const said = texts.message(`activity_${type}${action}`, { lock }) || texts.message(`activity_${type}`, { lock }) || event.type;
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
            <div class="quiet">${[clock.moment(event.occurred_at), this.byWhom(event)].filter(Boolean).join(" · ")}</div>
          </li>`,
        )}
      </ol>
    </section>`;
  }

  // contract 11.370
  private byWhom(event: TimelineEvent): string {
    const name = this.users.get(String(event.details["user_id"]));
    return name ? this.t("history.by", { name }) : "";
  }

  private async loadUsers(): Promise<void> {
    if (this.users.size > 0 || !this.events?.some((each) => each.details["user_id"])) return;
    const users = await this.context.hass.callWS<{ id: string; name: string | null }[]>({ type: "config/auth/list" });
    this.users = new Map(users.map(({ id, name }) => [id, name ?? ""]));
  }

  // contract 11.333
  /** A pause or a resumption, and what else was changed; empty where that is not known. */
  private changeText(changes: Change[]): string {
    const parts = changes.filter((each) => each !== "paused" && each !== "resumed").map((each) => this.t(`history.${each}`));
    const what = new Intl.ListFormat(this.context.hass.locale.language).format(parts);
    return [
      ...changes.filter((each) => each === "paused" || each === "resumed").map((each) => this.t(`history.${each}`)),
      ...(parts.length > 0 ? [this.t("history.changed", { what })] : []),
    ].join(" · ");
  }

  private async load(codeId: string): Promise<void> {
    try {
      const { hass, texts } = this.context;
      const asked = hass.callWS<{ events: TimelineEvent[] }>({
        type: "access_codes/get_timeline",
        access_code_id: codeId,
        limit: MOST_EVENTS,
      });
      // An event is told by a text that comes after the page's.
      const [answer] = await Promise.all([asked, texts.whole.catch(() => undefined)]);
      if (codeId !== this.code.access_code_id) return;
      // As it is by now: what was pushed before the answer is in its events, too.
      this.changes = changesIn(answer.events, this.code.is_paused);
      this.events = answer.events;
      await this.loadUsers();
    } catch {
      // The code is just gone: the page says so.
      if (codeId === this.code.access_code_id) this.events ??= [];
    }
  }
}

define("access-codes-history", HistoryView);
