/** One code in a list. Drawn anew only where it looks different, not with each minute. */

import { css, html, nothing, type TemplateResult } from "lit";

import { BASE, View, define, follow } from "../context";
import { icon } from "../icons";
import { statusWord, windowText } from "../phrases";
import { standing } from "../standing";
import { shared } from "../styles";
import type { Code } from "../types";

export class CodeRow extends View {
  static override properties = {
    context: { attribute: false },
    code: { attribute: false },
    heading: {},
    place: {},
    isSelecting: { attribute: false },
    isSelected: { attribute: false },
  };
  declare code: Code;
  /** Shown in place of the name, where that is said already; empty for the name. */
  declare heading: string;
  /** The lock, or whatever else tells this row from others; empty for nothing. */
  declare place: string;
  /** The row is to be chosen, not to be opened. */
  declare isSelecting: boolean;
  declare isSelected: boolean;

  private shown: unknown[] = [];

  static override styles = [
    shared,
    css`
      :host {
        contain: content;
        content-visibility: auto;
        contain-intrinsic-size: auto 64px;
      }
      :host([laid]) {
        content-visibility: visible;
      }
      .row {
        display: flex;
        align-items: center;
        gap: 16px;
        min-height: 60px;
        padding-block: 8px;
        padding-inline: 16px 12px;
        border-top: 1px solid var(--line);
      }
      :host([first]) .row {
        border-top: none;
      }
      .row:hover {
        background: color-mix(in srgb, var(--primary-text-color) 5%, transparent);
      }
      .texts {
        flex: 1;
        min-width: 0;
      }
      /* Without a clip: what is painted for a row while it comes into sight is to be little. */
      .name {
        font-weight: 500;
        overflow-wrap: anywhere;
        unicode-bidi: plaintext;
        text-align: -webkit-match-parent;
        text-align: match-parent;
      }
      .second {
        color: var(--quiet);
        overflow-wrap: anywhere;
        /* A line breaks between two times, not within one. */
        text-wrap: balance;
      }
      .chevron {
        color: var(--quiet);
      }
    `,
  ];

  // contract 11.350
  protected override shouldUpdate(): boolean {
    const { code, context } = this;
    const looks = [standing(code, context.now), windowText(context, code)];
    const shown = [code, this.heading, this.place, context.texts, context.clock, this.isSelecting, this.isSelected, ...looks];
    if (shown.every((each, index) => each === this.shown[index])) return false;
    this.shown = shown;
    return true;
  }

  // contract 11.311
  protected override render(): TemplateResult {
    const { code, context } = this;
    const kind = standing(code, context.now);
    const status = statusWord(context.texts, kind, context.store.lockOf(code));
    const second = [this.place, windowText(context, code)].filter(Boolean).join(" · ");
    const tells = kind === "set" || kind === "upcoming" ? nothing : html` · ${status}`;
    const inside = html`<span class=${kind} role="img" aria-label=${status} title=${status}>${icon(kind)}</span>
      <div class="texts">
        <div class="name">${this.heading || code.name}</div>
        <div class="second">${second}${tells}</div>
      </div>`;
    if (this.isSelecting)
      return html`<label class="row">
        <input
          type="checkbox"
          .checked=${this.isSelected}
          aria-label=${this.t("list.select_this", { name: [code.name, this.place].filter(Boolean).join(", ") })}
          @change=${this.onSelect}
        />
        ${inside}
      </label>`;
    return html`<a class="row" href="${BASE}/code/${code.access_code_id}" @click=${follow}>
      ${inside}
      <span class="chevron small">${icon("chevron")}</span>
    </a>`;
  }

  private onSelect = (event: Event): void => {
    const detail = { id: this.code.access_code_id, isSelected: (event.target as HTMLInputElement).checked };
    this.dispatchEvent(new CustomEvent("row-selected", { detail }));
  };
}

define("access-codes-row", CodeRow);
