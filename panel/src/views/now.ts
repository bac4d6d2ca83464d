/** Who can open which door now, who comes next, what needs a hand. */

import { css, html, nothing, type TemplateResult } from "lit";

import { BASE, View, define, follow } from "../context";
import { icon } from "../icons";
import { accessText, reachText } from "../phrases";
import { remedyOfLock, type Remedy } from "../remedies";
import { byName, accessNow, comingNext, groupHands, needHand, type Hand } from "../standing";
import { shared } from "../styles";
import type { Code, Lock } from "../types";

const MOST_NEXT = 6;
const MOST_IN_A_CARD = 8;

export class NowView extends View {
  static override styles = [
    shared,
    css`
      :host {
        display: grid;
        gap: 24px;
      }
      section {
        display: grid;
        grid-template-columns: minmax(0, 1fr);
        align-content: start;
        gap: 12px;
      }
      /* All three on the first screen: beside each other, or with only the first of those who come. */
      .more.few {
        display: none;
      }
      @media (min-width: 1200px) {
        :host {
          grid-template-columns: minmax(0, 2fr) minmax(280px, 1fr);
        }
        .hands {
          grid-column: 1 / -1;
        }
        .next {
          grid-area: 2 / 2;
        }
        .hands ~ .next {
          grid-row: 2;
        }
        .next:first-child {
          grid-row: 1;
        }
      }
      @media (max-width: 700px) {
        :host {
          gap: 20px;
        }
        section {
          gap: 8px;
        }
        .next access-codes-row ~ access-codes-row,
        .more.many {
          display: none;
        }
        .more.few {
          display: block;
        }
      }
      .locks {
        display: grid;
        gap: 16px;
        grid-template-columns: repeat(auto-fill, minmax(min(100%, 320px), 1fr));
      }
      .head {
        display: flex;
        gap: 12px;
        align-items: center;
        padding: 14px 16px 10px;
      }
      .head h3 {
        font-size: var(--ha-font-size-l, 16px);
        font-weight: 500;
        overflow-wrap: anywhere;
      }
      .head .count {
        margin-inline-start: auto;
        text-align: end;
        flex: none;
      }
      .people a {
        display: flex;
        gap: 12px;
        align-items: center;
        min-height: 48px;
        padding: 6px 16px;
      }
      .people a:hover {
        background: color-mix(in srgb, var(--primary-text-color) 5%, transparent);
      }
      /* Below each other where there is no room beside. */
      .people .texts {
        display: flex;
        flex-wrap: wrap;
        justify-content: space-between;
        gap: 0 12px;
        flex: 1;
        min-width: 0;
      }
      .people .name {
        font-weight: 500;
        max-width: 100%;
        overflow: hidden;
        text-overflow: ellipsis;
        white-space: nowrap;
        unicode-bidi: plaintext;
        text-align: -webkit-match-parent;
        text-align: match-parent;
      }
      .people .when {
        color: var(--quiet);
      }
      .label {
        padding: 10px 16px 2px;
        font-size: var(--ha-font-size-s, 12px);
        color: var(--quiet);
      }
      .nobody {
        padding: 6px 16px 14px;
        color: var(--quiet);
      }
      .last {
        padding-bottom: 8px;
      }
      .more {
        padding: 8px 16px 12px;
        display: block;
        color: var(--accent);
        font-weight: 500;
      }
      .note + .note {
        border-top: 1px solid var(--line);
      }
      .note a,
      .note .link {
        font-weight: 500;
        white-space: nowrap;
      }
      .note .where {
        font-weight: 500;
      }
      .ways {
        display: flex;
        flex-wrap: wrap;
        gap: 4px 16px;
        padding-top: 4px;
      }
      .ways a {
        white-space: normal;
        unicode-bidi: isolate;
      }
    `,
  ];

  protected override render(): TemplateResult {
    const { store } = this.context;
    const locks = [...store.locks.values()].sort(byName);
    const hands = needHand(locks, store.codes);
    const away = locks.filter((lock) => !lock.is_loaded);
    return html`
      ${hands.length + away.length ? this.renderHands(hands, away) : nothing} ${this.renderNext()}
      <section aria-labelledby="now">
        <h2 id="now">${this.t("now.open_now")}</h2>
        <div class="locks">${locks.map((lock) => this.renderLock(lock))}</div>
      </section>
    `;
  }

  // contract 11.471
  private renderHands(hands: Hand[], away: Lock[]): TemplateResult {
    return html`<section class="hands" aria-labelledby="hands">
      <h2 id="hands">${this.t("now.need_a_hand", { count: hands.length + away.length })}</h2>
      <div class="card" role="list">
        ${away.map(
          (lock) => html`<div class="note error" role="listitem">
            ${icon("problem")}
            <div><span class="where">${lock.name}</span><br />${this.t("lock.not_loaded")} ${this.renderWays([], remedyOfLock({ ...lock, device_id: null }, false))}</div>
          </div>`,
        )}
        ${groupHands(hands).map(
          ({ lock, message, codes, isWarning, isRepair }) => html`<div class="note ${isWarning ? "" : "error"}" role="listitem">
            ${icon("problem")}
            <div>
              <span class="where">${codes.length === 1 ? `${codes[0]!.name} · ${lock.name}` : lock.name}</span><br />
              ${message} ${this.renderWays(codes, remedyOfLock(lock, !!isRepair))}
            </div>
          </div>`,
        )}
      </div>
    </section>`;
  }

  // contract 11.368
  private renderWays(codes: Code[], { href, key }: Remedy): unknown {
    if (codes.length === 0) return html`<a href=${href}>${this.t(key)}</a>`;
    const link = (code: Code, text: string): TemplateResult =>
      html`<a href="${BASE}/code/${code.access_code_id}" @click=${follow}>${text}</a>`;
    if (codes.length === 1) return link(codes[0]!, this.t("now.look_at_code"));
    return html`<ul class="ways">
      ${codes.map((code) => html`<li>${link(code, code.name)}</li>`)}
    </ul>`;
  }

  private renderLock(lock: Lock): TemplateResult {
    const access = accessNow(this.context.store.codes.values(), lock);
    const reach = reachText(this.context, lock);
    const isNone = access.confirmed.length + access.unconfirmed.length + access.lingering.length === 0;
    return html`<article class="card" aria-label=${lock.name}>
      <div class="head">
        <span class=${reach ? "problem" : "quiet"}>${icon(reach ? "offline" : "lock")}</span>
        <div>
          <h3>${lock.name}</h3>
          ${lock.area ? html`<div class="quiet">${lock.area}</div>` : nothing}
        </div>
        <div class="count quiet">${this.t("now.can_open", { count: access.confirmed.length })}</div>
      </div>
      ${reach ? html`<div class="nobody problem">${reach}</div>` : nothing}
      ${isNone ? html`<div class="nobody">${this.t("now.nobody")}</div>` : nothing}
      ${this.renderPeople(access.confirmed, "set", null)}
      ${this.renderPeople(access.unconfirmed, "setting", this.t("now.not_confirmed"))}
      ${this.renderPeople(access.lingering, "removing", this.t("now.may_still_open"))}
    </article>`;
  }

  private renderPeople(codes: Code[], sign: "set" | "setting" | "removing", label: string | null): unknown {
    if (codes.length === 0) return nothing;
    return html`${label ? html`<div class="label">${label}</div>` : nothing}
      <ul class="people last">
        ${codes.slice(0, MOST_IN_A_CARD).map(
          (code) => html`<li>
            <a href="${BASE}/code/${code.access_code_id}" @click=${follow}>
              <span class=${sign}>${icon(sign)}</span>
              <span class="texts">
                <span class="name">${code.name}</span>
                <span class="when">${accessText(this.context, code)}</span>
              </span>
            </a>
          </li>`,
        )}
      </ul>
      ${codes.length > MOST_IN_A_CARD
        ? html`<a class="more" href="${BASE}/list" @click=${follow}
            >${this.t("now.and_more", { count: codes.length - MOST_IN_A_CARD })}</a
          >`
        : nothing}`;
  }

  private renderMore(which: string, count: number): TemplateResult | typeof nothing {
    if (count <= 0) return nothing;
    return html`<a class="more ${which}" href="${BASE}/list?show=upcoming" @click=${follow}>${this.t("now.and_more", { count })}</a>`;
  }

  private renderNext(): TemplateResult {
    const { store, now } = this.context;
    const next = comingNext(store.codes.values(), now);
    return html`<section class="next" aria-labelledby="next">
      <h2 id="next">${this.t("now.next")}</h2>
      <div class="card">
        ${next.length === 0 ? html`<div class="pad quiet">${this.t("now.nobody_next")}</div>` : nothing}
        ${next.slice(0, MOST_NEXT).map(
          (code, index) => html`<access-codes-row
            ?first=${index === 0}
            .context=${this.context}
            .code=${code}
            .place=${store.lockOf(code)?.name ?? ""}
          ></access-codes-row>`,
        )}
        ${this.renderMore("few", next.length - 1)} ${this.renderMore("many", next.length - MOST_NEXT)}
      </div>
    </section>`;
  }
}

define("access-codes-now", NowView);
