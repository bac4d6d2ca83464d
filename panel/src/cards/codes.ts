/** Card: the codes of a lock. */

import { css, html, nothing, type TemplateResult } from "lit";

import { BASE, define, follow } from "../context";
import { icon } from "../icons";
import { reachText } from "../phrases";
import { accessNow, standing } from "../standing";
import type { Code, Lock } from "../types";
import { Card, type Sight } from "./card";
import { formOf, say } from "./known";
import { firstLock } from "./linked";
import { person, personStyles } from "./person";
import { laterOf, nameOf } from "./picture";
import type { CardConfig, CardHass, ConfigForm } from "./types";

export interface CodesConfig extends CardConfig {
  entity: string;
  show_ended?: boolean;
}

export class CodesCard extends Card<CodesConfig> {
  static override styles = [...Card.styles, personStyles, css`
    ul + .nobody {
      padding-top: 10px;
    }
    /* To users without a button for a new code a list is the last. */
    ul:last-child {
      padding-bottom: 10px;
    }
    .rest {
      border-top: 1px solid var(--line);
      margin-top: 6px;
    }
  `];

  override setConfig(config: CodesConfig): void {
    if (!config.entity) throw new Error(say("card.choose_lock", "Choose a lock."));
    super.setConfig(config);
  }

  static getConfigForm(): ConfigForm {
    return formOf([
      { name: "entity", required: true, selector: { entity: { filter: { domain: "lock" } } } },
      { name: "title", selector: { text: {} } },
      { name: "show_ended", selector: { boolean: {} } },
    ]);
  }

  static async getStubConfig(hass: CardHass): Promise<Partial<CodesConfig>> {
    return { entity: await firstLock(hass) };
  }

  getCardSize(): number {
    return 5;
  }

  protected override get shownEntities(): string[] {
    return [this.config.entity];
  }

  protected override renderCard(sight: Sight): TemplateResult {
    const { entity, title } = this.config;
    const picture = this.picture();
    const lock = picture.locks.get(entity);
    const codes = [...picture.codes.values()].filter((code) => code.lock_entity_id === entity);
    const name = title || (lock?.name ?? nameOf(this.hass, entity));
    const reach = lock ? reachText(sight, lock) : null;
    const access = lock ? accessNow(codes, lock) : null;
    return html`<section class="card" aria-label=${name}>
      <div class="head">
        <span class=${reach ? "problem" : "quiet"}>${icon(reach ? "offline" : "lock")}</span>
        <h2>${name}</h2>
        ${access ? html`<span class="end quiet">${this.t("now.can_open", { count: access.confirmed.length })}</span>` : nothing}
      </div>
      ${this.renderOffline()} ${reach ? html`<div class="nobody problem">${reach}</div>` : nothing}
      ${lock ? this.renderProblems(lock) : nothing}
      ${this.renderLists(sight, codes, lock, picture.isComplete)}
      ${this.isAdmin
        ? html`<div class="foot"><a class="button" href="${BASE}/new" @click=${follow}>${icon("plus")} ${this.t("panel.add")}</a></div>`
        : nothing}
    </section>`;
  }

  // contract 11.410
  private renderLists(sight: Sight, all: Code[], lock: Lock | undefined, isComplete: boolean): unknown {
    if (!lock && !(this.config.entity in this.hass.states)) return this.nobody("card.lock_missing");
    if (!lock || all.length === 0) return this.nobody(isComplete && lock ? "list.none_on_lock" : "card.none_seen");
    const { confirmed, unconfirmed, lingering } = accessNow(all, lock);
    const shown = new Set([...confirmed, ...unconfirmed, ...lingering]);
    const later = laterOf(
      all.filter((code) => !shown.has(code) && (this.config.show_ended || standing(code, sight.now) !== "ended")),
      (code) => standing(code, sight.now),
    );
    return html`
      ${confirmed.length
        ? this.renderCodes(sight, lock, confirmed, this.t("card.can_open_now"))
        : this.nobody(isComplete ? "now.nobody" : "card.nobody_seen")}
      ${this.renderCodes(sight, lock, unconfirmed, this.t("now.not_confirmed"))}
      ${this.renderCodes(sight, lock, lingering, this.t("now.may_still_open"))}
      ${later.length ? html`<div class="rest">${this.renderCodes(sight, lock, later, this.t("card.not_now"))}</div>` : nothing}
    `;
  }

  private nobody(key: string): TemplateResult {
    return html`<div class="nobody">${this.t(key)}</div>`;
  }

  private renderProblems(lock: Lock): unknown {
    const own = lock.problems.filter((each) => each.access_code_id === undefined);
    return own.map((each) => html`<div class="note error">${icon("problem")}<div>${each.message}</div></div>`);
  }

  private renderCodes(sight: Sight, lock: Lock, codes: Code[], label: string): unknown {
    if (codes.length === 0) return nothing;
    return html`<div class="label">${label}</div>
      <ul aria-label=${label}>
        ${codes.map((code) => html`<li>${person(sight, code, "", this.isAdmin, lock)}</li>`)}
      </ul>`;
  }
}

define("access-codes-codes-card", CodesCard);
