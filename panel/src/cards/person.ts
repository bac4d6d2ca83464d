/** One code in a card: for administrators a link to its page, for others text. */

import { css, html, nothing, type TemplateResult } from "lit";

import { BASE, follow } from "../context";
import { icon } from "../icons";
import { accessText, statusWord } from "../phrases";
import { standing } from "../standing";
import type { Code, Lock } from "../types";
import type { Sight } from "./card";

export const personStyles = css`
  .person {
    display: flex;
    gap: 12px;
    align-items: center;
    min-height: 52px;
    padding: 6px 16px;
  }
  a.person:hover {
    background: color-mix(in srgb, var(--primary-text-color) 5%, transparent);
  }
  a.person:focus-visible {
    outline-offset: -2px;
  }
  .texts {
    flex: 1;
    min-width: 0;
  }
  .name {
    font-weight: 500;
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
    unicode-bidi: plaintext;
    text-align: -webkit-match-parent;
    text-align: match-parent;
    max-width: 100%;
  }
  .second {
    color: var(--quiet);
    overflow-wrap: anywhere;
    text-wrap: balance;
  }
  .why {
    overflow-wrap: anywhere;
  }
  .why:not(.problem) {
    color: var(--quiet);
  }
`;

// contract 11.410, 11.414, 11.416
export function person(sight: Sight, code: Code, place: string, isLink: boolean, lock?: Lock): TemplateResult {
  const kind = standing(code, sight.now);
  const status = statusWord(sight.texts, kind, lock);
  const second = [place, accessText(sight, code)].filter(Boolean).join(" · ");
  const isPlain = kind === "set" || kind === "upcoming";
  const error = code.errors.find((each) => !each.is_device_error);
  const inside = html`
    <span class=${kind} title=${status}>${icon(kind)}</span>
    <span class="visually-hidden">${status}</span>
    <div class="texts">
      <div class="name">${code.name}</div>
      <div class="second">${second}${isPlain ? nothing : html` · ${status}`}</div>
      ${error ? html`<div class="why problem">${error.message}</div>` : nothing}
    </div>
  `;
  return isLink
    ? html`<a class="person" href="${BASE}/code/${code.access_code_id}" @click=${follow}>${inside}</a>`
    : html`<div class="person">${inside}</div>`;
}
