/** The linked locks: what each can do, how it is, and what can be done about it. */

import { css, html, nothing, type TemplateResult } from "lit";

import { abilities } from "../abilities";
import { BASE, define, follow } from "../context";
import { icon } from "../icons";
import { reachText } from "../phrases";
import { optionsOf, remedyOfLock } from "../remedies";
import { byName, groupHands, type HandGroup } from "../standing";
import { shared } from "../styles";
import type { Lock } from "../types";
import { AskingView } from "./asking";
import "./sync";
import "./transfer";

/** Home Assistant's own dialog, which asks for the lock. */
const LINK = "/config/integrations/dashboard/add?domain=access_codes";

export class LocksView extends AskingView {
  static override properties = { context: { attribute: false }, heard: { state: true } };
  /** When each lock was last heard, by its entry. */
  declare heard: Map<string, string | null>;

  static override styles = [
    shared,
    css`
      :host {
        display: grid;
        grid-template-columns: minmax(0, 1fr);
        gap: 16px;
      }
      .tools {
        display: flex;
        flex-wrap: wrap;
        gap: 8px;
      }
      .locks {
        display: grid;
        gap: 16px;
        grid-template-columns: repeat(auto-fill, minmax(min(100%, 340px), 1fr));
      }
      article {
        display: flex;
        flex-direction: column;
      }
      .head {
        display: flex;
        gap: 12px;
        align-items: center;
        padding: 14px 16px;
        overflow-wrap: anywhere;
      }
      .state {
        display: flex;
        gap: 8px;
        padding: 0 16px 12px;
        align-items: center;
      }
      .state + .heard {
        margin-top: -8px;
        padding-inline-start: 44px;
      }
      .can {
        display: grid;
        gap: 6px;
        padding: 12px 16px;
        border-top: 1px solid var(--line);
      }
      .can li {
        display: flex;
        gap: 8px;
        align-items: flex-start;
      }
      .foot {
        display: flex;
        flex-wrap: wrap;
        gap: 8px;
        align-items: flex-start;
        padding: 12px 16px;
        border-top: 1px solid var(--line);
        /* At the bottom of the tallest card of the row. */
        margin-top: auto;
      }
      .foot > .button {
        padding: 0 14px;
      }
      .note + .note {
        border-top: 1px solid var(--line);
      }
      @media (max-width: 480px) {
        .foot {
          gap: 8px 6px;
        }
        .foot > .button {
          padding: 0 12px;
        }
      }
      .link {
        display: inline-block;
        padding-block: 6px 0;
        margin-inline-end: 12px;
        font-weight: 500;
      }
      .more {
        display: flex;
        gap: 12px;
        min-height: 48px;
        padding: 8px 16px;
        align-items: center;
        border-top: 1px solid var(--line);
      }
      .more:hover {
        background: color-mix(in srgb, var(--primary-text-color) 5%, transparent);
      }
      .more:focus-visible {
        outline-offset: -2px;
      }
      h2.pad {
        padding-bottom: 8px;
      }
      .more span:first-child {
        flex: 1;
        min-width: 0;
        overflow-wrap: anywhere;
      }
    `,
  ];

  constructor() {
    super();
    this.heard = new Map();
  }

  // contract 11.380
  protected override async ask(): Promise<void> {
    try {
      const { locks } = await this.context.hass.callWS<{ locks: Lock[] }>({ type: "access_codes/locks" });
      this.heard = new Map(locks.map((lock) => [lock.entry_id, lock.heard_at]));
    } catch {
      // What was known before stays, with the time that it is of.
    }
  }

  // contract 11.365
  protected override render(): TemplateResult {
    const { store } = this.context;
    const locks = [...store.locks.values()].sort(byName);
    const canHoldOthers = locks.some((lock) => lock.capabilities && !lock.capabilities.is_virtual);
    return html`
      <div class="tools">
        <a class="button filled" href=${LINK}>${icon("plus")} ${this.t("locks.link")}</a>
        ${canHoldOthers
          ? html`<a class="button outlined" href="${BASE}/others" @click=${follow}>${icon("person")} ${this.t("panel.others")}</a>`
          : nothing}
        ${Object.keys(store.bookingCalendars).length === 0
          ? html`<a class="button outlined" href="${BASE}/bookings" @click=${follow}>${icon("bookings")} ${this.t("bookings.follow")}</a>`
          : nothing}
        <access-codes-transfer .context=${this.context}></access-codes-transfer>
      </div>
      <div class="locks">${locks.map((lock) => this.renderLock(lock))}</div>
      ${store.linkable.length > 0
        ? // contract 11.463
          html`<section class="card" aria-labelledby="linkable">
            <h2 class="pad" id="linkable">${this.t("locks.linkable", { count: store.linkable.length })}</h2>
            ${store.linkable.map(
              (lock) => html`<a class="more" href=${LINK} aria-label="${this.t("locks.link")}: ${lock.name ?? lock.entity_id}">
                <span>${lock.name ?? lock.entity_id}</span> <span class="quiet">${lock.area ?? ""}</span>
                <span class="quiet small">${icon("chevron")}</span>
              </a>`,
            )}
          </section>`
        : nothing}
    `;
  }

  // contract 11.322
  private renderLock(lock: Lock): TemplateResult {
    const reach = reachText(this.context, lock);
    const { clock, store } = this.context;
    const since = lock.reach_since ? this.t("locks.reachable_since", { since: clock.moment(lock.reach_since) }) : this.t("locks.reachable");
    return html`<article class="card" aria-label=${lock.name}>
      <div class="head">
        <span class=${reach ? "problem" : "quiet"}>${icon("lock")}</span>
        <div>
          <h2>${lock.name}</h2>
          <div class="quiet">${[lock.area, lock.entity_id].filter(Boolean).join(" · ")}</div>
        </div>
      </div>
      ${!reach && lock.capabilities?.is_virtual
        ? nothing
        : html`<div class="state small">
            <span class=${reach ? "problem" : "set"}>${icon(reach ? "offline" : "set")}</span>
            <span>${reach ?? since}</span>
          </div>`}
      ${lock.capabilities && !lock.capabilities.is_virtual ? html`<div class="state heard small quiet">${this.heardText(lock)}</div>` : nothing}
      ${groupHands(lock.problems.map(({ message, access_code_id: id, is_repair: isRepair }) => ({ lock, message, code: store.codes.get(id ?? ""), isWarning: false, isRepair }))).map(
        (group) => this.renderProblem(group),
      )}
      ${lock.capabilities ? this.renderAbilities(lock) : nothing}
      <div class="foot">
        ${lock.is_loaded && lock.entity_id && !lock.capabilities?.is_virtual
          ? html`<access-codes-sync .context=${this.context} .lock=${lock}></access-codes-sync>`
          : nothing}
        ${lock.device_id
          ? html`<a class="button outlined" href="/config/devices/device/${lock.device_id}">${this.t("locks.device")}</a>`
          : nothing}
        <a class="button outlined" href=${optionsOf(lock.entry_id)}>${this.t("locks.options")}</a>
      </div>
    </article>`;
  }

  // contract 11.380
  private heardText({ entry_id, heard_at }: Lock): string {
    const { clock, now } = this.context;
    const at = this.heard.get(entry_id) ?? heard_at;
    return at === null ? this.t("locks.not_heard") : this.t("locks.heard", { ago: clock.ago(at, now) });
  }

  // contract 11.368
  private renderProblem({ lock, message, codes, isRepair }: HandGroup): TemplateResult {
    const { href, key } = remedyOfLock(lock, !!isRepair);
    return html`<div class="note error">
      ${icon("problem")}
      <div>
        ${message}<br />
        ${codes.map((code) => html`<a class="link" href="${BASE}/code/${code.access_code_id}" @click=${follow}>${code.name}</a> `)}
        ${codes.length === 0
          ? html`<a class="link" href=${href} aria-label="${this.t(key)}: ${lock.name}">${this.t(key)}</a>`
          : nothing}
      </div>
    </div>`;
  }

  private renderAbilities(lock: Lock): TemplateResult {
    return html`<ul class="can small" aria-label=${this.t("locks.abilities")}>
      ${abilities(lock.capabilities!).map(
        ({ key, can, values }) =>
          html`<li><span class=${can ? "set" : "quiet"}>${icon(can ? "set" : "ended")}</span><span>${this.t(`ability.${key}`, values)}</span></li>`,
      )}
      ${lock.free_slots === null
        ? nothing
        : html`<li>
            <span class=${lock.free_slots > 0 ? "set" : "problem"}>${icon(lock.free_slots > 0 ? "set" : "problem")}</span>
            <span>${this.t("lock.free", { count: lock.free_slots })}</span>
          </li>`}
    </ul>`;
  }
}

define("access-codes-locks", LocksView);
