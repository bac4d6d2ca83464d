/** Looks of the bookings. */

import { css } from "lit";

export const bookingStyles = css`
  :host {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 16px;
  }
  .loading {
    display: grid;
    gap: 16px;
  }
  .loading div {
    height: 160px;
    border-radius: var(--radius);
    background: color-mix(in srgb, var(--primary-text-color) 7%, transparent);
  }
  .note.card {
    align-items: center;
  }
  .note.card > div {
    flex: 1;
    min-width: 0;
  }
  .head {
    display: flex;
    flex-wrap: wrap;
    gap: 4px 12px;
    align-items: center;
    padding: 14px 16px;
    overflow-wrap: anywhere;
  }
  .head .end {
    margin-inline-start: auto;
  }
  h3 {
    padding: 14px 16px 6px;
    font-size: var(--ha-font-size-s, 12px);
    font-weight: 500;
    color: var(--quiet);
    border-top: 1px solid var(--line);
  }
  .none {
    padding: 16px;
    color: var(--quiet);
    border-top: 1px solid var(--line);
  }
  .stay {
    display: grid;
    grid-template-columns: 24px minmax(0, 1fr);
    gap: 8px 16px;
    padding: 12px 16px;
    border-inline-start: 4px solid transparent;
  }
  .stay + .stay {
    border-top: 1px solid var(--line);
  }
  .stay.bad {
    border-inline-start-color: var(--bad);
    background: color-mix(in srgb, var(--bad) 7%, transparent);
  }
  .name {
    font-weight: 500;
    overflow-wrap: anywhere;
    unicode-bidi: plaintext;
    text-align: -webkit-match-parent;
    text-align: match-parent;
  }
  dl {
    display: flex;
    flex-wrap: wrap;
    gap: 0 16px;
    margin: 2px 0;
  }
  dl div {
    display: flex;
    gap: 6px;
  }
  dt {
    color: var(--quiet);
  }
  dd {
    margin: 0;
  }
  .codes,
  .troubles {
    grid-column: 2;
    display: flex;
    flex-wrap: wrap;
    gap: 8px;
  }
  .troubles {
    flex-direction: column;
    gap: 2px;
    overflow-wrap: anywhere;
  }
  /* Of the colour of its sentence, a link is seen by its line. */
  .troubles a {
    font-weight: 500;
    text-decoration: underline;
  }
  .code {
    display: flex;
    gap: 8px;
    align-items: center;
    min-height: 36px;
    padding-block: 4px;
    padding-inline: 8px 12px;
    border: 1px solid var(--line);
    border-radius: 18px;
    overflow-wrap: anywhere;
    min-width: 0;
  }
  a.code:hover {
    background: color-mix(in srgb, var(--primary-text-color) 5%, transparent);
  }
  .code b {
    font-weight: 500;
  }
  .gap {
    display: flex;
    gap: 18px;
    align-items: center;
    padding-block: 8px;
    padding-inline: 22px 16px;
    color: var(--quiet);
    background: color-mix(in srgb, var(--accent) 7%, transparent);
  }
  .gap b {
    font-weight: 500;
    color: var(--primary-text-color);
  }
  details {
    border-top: 1px solid var(--line);
  }
  summary {
    padding: 12px 16px;
    cursor: pointer;
    color: var(--quiet);
  }
  @media (min-width: 800px) {
    .stay {
      grid-template-columns: 24px minmax(0, 1fr) minmax(0, 1fr);
    }
    .codes {
      grid-column: 3;
      align-items: flex-start;
      justify-content: flex-end;
    }
    .troubles {
      grid-column: 2 / -1;
    }
  }
`;
