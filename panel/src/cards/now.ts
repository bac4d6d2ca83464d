/** Card: who can open which door at this moment, and who comes next. */

import { css, html, nothing, type TemplateResult } from "lit";

import { BASE, define, follow } from "../context";
import { icon } from "../icons";
import { reachText } from "../phrases";
import { byName, accessNow, comingNext, needHand } from "../standing";
import type { Code, Lock } from "../types";
import { Card, type Sight } from "./card";
import { formOf } from "./known";
import { person, personStyles } from "./person";
import type { Picture } from "./picture";
import type { CardConfig, ConfigForm } from "./types";

export interface NowConfig extends CardConfig {
  entities?: string[];
  show_next?: boolean;
}

const MOST = 6;

export class NowCard extends Card<NowConfig> {
  static override styles = [...Card.styles, personStyles, css`
    h3 {
      font-size: inherit;
      font-weight: 500;
      overflow-wrap: anywhere;
      unicode-bidi: plaintext;
      text-align: -webkit-match-parent;
      text-align: match-parent;
    }
    .lock .head {
      padding: 10px 16px 4px;
    }
    .lock + .lock,
    .next {
      border-top: 1px solid var(--line);
    }
    .lock,
    .next {
      padding-bottom: 6px;
    }
    .next h3 {
      padding: 12px 16px 4px;
    }
    .more {
      padding: 4px 16px 8px;
      color: var(--quiet);
    }
  `];

  static getConfigForm(): ConfigForm {
    return formOf([
      { name: "entities", selector: { entity: { multiple: true, filter: { domain: "lock" } } } },
      { name: "title", selector: { text: {} } },
      { name: "show_next", default: true, selector: { boolean: {} } },
    ]);
  }

  static getStubConfig(): Partial<NowConfig> {
    return {};
  }

  getCardSize(): number {
    return 6;
  }

  protected override get shownEntities(): string[] {
    return this.config.entities ?? [];
  }

  // contract 11.411
  protected override renderCard(sight: Sight): TemplateResult {
    const picture = this.picture();
    const wanted = this.config.entities;
    const locks = [...picture.locks.values()]
      .filter((lock) => !wanted?.length || wanted.includes(lock.entity_id ?? ""))
      .sort(byName);
    const title = this.config.title || this.t("now.open_now");
    const hands = needHand(locks, picture.codes).length + locks.filter((lock) => !lock.is_loaded).length;
    return html`<section class="card" aria-label=${title}>
      <div class="head">
        <h2>${title}</h2>
        ${hands ? html`<span class="end problem">${this.renderHands(hands)}</span>` : nothing}
      </div>
      ${this.renderOffline()}
      ${locks.length === 0
        ? html`<div class="nobody">${this.t(picture.isComplete ? "panel.no_locks" : "card.no_locks_seen")}</div>`
        : locks.map((lock) => this.renderLock(sight, picture, lock))}
      ${this.config.show_next === false || locks.length === 0 ? nothing : this.renderNext(sight, picture, locks)}
    </section>`;
  }

  private renderHands(count: number): TemplateResult {
    const text = this.t("now.need_a_hand", { count });
    return this.isAdmin ? html`<a href="${BASE}/now" @click=${follow}>${text}</a>` : html`${text}`;
  }

  private renderLock(sight: Sight, picture: Picture, lock: Lock): TemplateResult {
    const { confirmed, unconfirmed, lingering } = accessNow(picture.codes.values(), lock);
    const reach = reachText(sight, lock);
    const isNone = confirmed.length + unconfirmed.length + lingering.length === 0;
    return html`<div class="lock" role="group" aria-label=${lock.name}>
      <div class="head small">
        <span class=${reach ? "problem" : "quiet"}>${icon(reach ? "offline" : "lock")}</span>
        <h3>${lock.name}</h3>
        <span class="end quiet">${this.t("now.can_open", { count: confirmed.length })}</span>
      </div>
      ${reach ? html`<div class="nobody problem">${reach}</div>` : nothing}
      ${isNone ? html`<div class="nobody">${this.t(picture.isComplete ? "now.nobody" : "card.nobody_seen")}</div>` : nothing}
      ${this.renderCodes(sight, confirmed, null)}
      ${this.renderCodes(sight, unconfirmed, this.t("now.not_confirmed"))}
      ${this.renderCodes(sight, lingering, this.t("now.may_still_open"))}
    </div>`;
  }

  private renderCodes(sight: Sight, codes: Code[], label: string | null, place?: (code: Code) => string): unknown {
    if (codes.length === 0) return nothing;
    return html`${label ? html`<div class="label">${label}</div>` : nothing}
      <ul>
        ${codes.slice(0, MOST).map((code) => html`<li>${person(sight, code, place?.(code) ?? "", this.isAdmin, this.lockOf(code))}</li>`)}
      </ul>
      ${codes.length > MOST ? html`<div class="more">${this.t("now.and_more", { count: codes.length - MOST })}</div>` : nothing}`;
  }

  private lockOf(code: Code): Lock | undefined {
    return [...this.picture().locks.values()].find((lock) => lock.entity_id === code.lock_entity_id);
  }

  private renderNext(sight: Sight, picture: Picture, locks: Lock[]): TemplateResult {
    const names = new Map(locks.map((lock) => [lock.entity_id, lock.name]));
    const next = comingNext(picture.codes.values(), sight.now).filter((code) => names.has(code.lock_entity_id));
    return html`<div class="next" role="group" aria-label=${this.t("now.next")}>
      <h3>${this.t("now.next")}</h3>
      ${next.length === 0 ? html`<div class="nobody">${this.t("now.nobody_next")}</div>` : nothing}
      ${this.renderCodes(sight, next, null, (code) => names.get(code.lock_entity_id) ?? "")}
    </div>`;
  }
}

define("access-codes-now-card", NowCard);
