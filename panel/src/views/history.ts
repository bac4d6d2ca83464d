/** What happened to a code, the newest first. */

import { css, html, nothing, type PropertyValues, type TemplateResult } from "lit";

import { View, define } from "../context";
import { shared } from "../styles";
import type { Code, Lock, TimelineEvent } from "../types";

const MOST_EVENTS = 30;

export class HistoryView extends View {
  static override properties = {
    context: { attribute: false },
    code: { attribute: false },
    lock: { attribute: false },
    events: { state: true },
  };
  declare code: Code;
  declare lock: Lock | undefined;
  declare events: TimelineEvent[] | null;

  constructor() {
    super();
    this.events = null;
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
      const type = event.type.slice(event.type.indexOf(".") + 1).replaceAll(".", "_");
      const action = type === "used" && typeof event.details["action"] === "string" ? `_${event.details["action"]}` : "";
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
            <div class="quiet">${clock.moment(event.occurred_at)}</div>
          </li>`,
        )}
      </ol>
    </section>`;
  }

  private async load(codeId: string): Promise<void> {
    try {
      const answer = await this.context.hass.callWS<{ events: TimelineEvent[] }>({
        type: "access_codes/get_timeline",
        access_code_id: codeId,
        limit: MOST_EVENTS,
      });
      if (codeId === this.code.access_code_id) this.events = answer.events;
    } catch {
      // The code is just gone: the page says so.
      if (codeId === this.code.access_code_id) this.events ??= [];
    }
  }
}

define("access-codes-history", HistoryView);
