/** Looks that all views share. Colours are those of the user's theme. */

import { css } from "lit";

// contract 11.330, 11.351
export const shared = css`
  :host {
    display: block;
    box-sizing: border-box;
    color: var(--primary-text-color, #212121);
    font-family: var(--ha-font-family-body, Roboto, Noto, sans-serif);
    font-size: var(--ha-font-size-m, 14px);
    line-height: 1.45;
    /* Home Assistant's own colours have too little contrast for text: they are mixed with that of its text. */
    --accent: color-mix(in srgb, var(--primary-color, #009ac7) 72%, var(--primary-text-color, #212121));
    --fill: color-mix(in srgb, var(--primary-color, #009ac7) 76%, #000);
    --on-fill: #fff;
    --quiet: var(--secondary-text-color, #616161);
    --line: var(--divider-color, rgba(128, 128, 128, 0.3));
    --card: var(--ha-card-background, var(--card-background-color, #fff));
    --good: var(--success-color, #43a047);
    --warn: var(--warning-color, #ffa600);
    --bad: color-mix(in srgb, var(--error-color, #db4437) 78%, var(--primary-text-color, #212121));
    --bad-fill: color-mix(in srgb, var(--error-color, #db4437) 85%, #000);
    --radius: var(--ha-card-border-radius, 12px);
  }
  *,
  *::before,
  *::after {
    box-sizing: border-box;
  }
  h2,
  h3,
  p,
  ul {
    margin: 0;
    padding: 0;
  }
  ul {
    list-style: none;
  }
  h2 {
    font-size: var(--ha-font-size-l, 16px);
    font-weight: 500;
  }
  a {
    color: inherit;
    text-decoration: none;
  }
  .icon {
    width: 24px;
    height: 24px;
    flex: none;
    display: block;
    /* Nothing of a sign is outside of it; a clip would be one more thing to paint for each. */
    overflow: visible;
  }
  :host(:dir(rtl)) .mirrored {
    transform: scaleX(-1);
  }
  .small .icon {
    width: 20px;
    height: 20px;
  }
  .quiet {
    color: var(--quiet);
  }
  .card {
    background: var(--card);
    border: 1px solid var(--ha-card-border-color, var(--line));
    border-radius: var(--radius);
    overflow: hidden;
  }
  .pad {
    padding: 16px;
  }
  .set {
    color: var(--good);
  }
  .setting,
  .unknown,
  .paused,
  .warning {
    color: var(--warn);
  }
  .removing,
  .problem {
    color: var(--bad);
  }
  .upcoming {
    color: var(--accent);
  }
  .ended,
  .unset {
    color: var(--quiet);
  }
  button,
  .button {
    font: inherit;
    font-weight: 500;
    color: var(--accent);
    background: none;
    border: 1px solid transparent;
    border-radius: 20px;
    min-height: 40px;
    padding: 0 16px;
    display: inline-flex;
    align-items: center;
    justify-content: center;
    gap: 8px;
    cursor: pointer;
    text-align: start;
  }
  button:hover,
  .button:hover {
    background: color-mix(in srgb, currentColor 8%, transparent);
  }
  button[disabled] {
    opacity: 0.5;
    cursor: default;
  }
  .filled {
    background: var(--fill);
    color: var(--on-fill);
  }
  .filled:hover {
    background: color-mix(in srgb, var(--fill) 88%, #000);
  }
  .outlined {
    border-color: var(--line);
  }
  .danger {
    color: var(--bad);
  }
  .filled.danger {
    background: var(--bad-fill);
    color: #fff;
  }
  .round {
    padding: 0;
    width: 44px;
    min-height: 44px;
    border-radius: 50%;
    color: inherit;
    flex: none;
  }
  .chip {
    border: 1px solid var(--line);
    color: var(--primary-text-color);
    min-height: 36px;
    padding: 0 12px;
    font-weight: 400;
    white-space: nowrap;
    flex: none;
  }
  .chip[aria-pressed="true"] {
    background: color-mix(in srgb, var(--accent) 18%, transparent);
    border-color: var(--accent);
  }
  :is(a, button, input, select, summary, [tabindex]):focus-visible {
    outline: 2px solid var(--accent);
    outline-offset: 2px;
  }
  .row a:focus-visible,
  a.row:focus-visible {
    outline-offset: -2px;
  }
  input,
  select {
    font: inherit;
    font-size: var(--ha-font-size-l, 16px);
    color: inherit;
    background: var(--primary-background-color, #fafafa);
    border: 1px solid color-mix(in srgb, var(--quiet) 55%, transparent);
    border-radius: 8px;
    min-height: 44px;
    padding: 0 12px;
    width: 100%;
    min-width: 0;
    color-scheme: var(--color-scheme, light);
  }
  select {
    appearance: none;
    padding-inline-end: 32px;
    text-overflow: ellipsis;
    --at: calc(100% - 12px);
    background-image: linear-gradient(45deg, transparent 50%, currentColor 50%), linear-gradient(-45deg, transparent 50%, currentColor 50%);
    background-position: calc(var(--at) - 5px) 55%, var(--at) 55%;
    background-size: 5px 5px;
    background-repeat: no-repeat;
  }
  select:dir(rtl) {
    --at: 17px;
  }
  input[type="checkbox"],
  input[type="radio"] {
    width: 20px;
    height: 20px;
    min-height: 0;
    margin: 0;
    flex: none;
    accent-color: var(--accent);
  }
  [aria-invalid="true"] {
    border-color: var(--bad);
  }
  .empty {
    text-align: center;
    color: var(--quiet);
    padding: 48px 24px;
    display: grid;
    gap: 16px;
    justify-items: center;
  }
  .empty .icon {
    width: 48px;
    height: 48px;
  }
  .note {
    display: flex;
    gap: 12px;
    padding: 12px 16px;
    align-items: flex-start;
    background: color-mix(in srgb, var(--tone, var(--warn)) 12%, transparent);
    overflow-wrap: anywhere;
  }
  .note > .icon {
    color: var(--tone, var(--warn));
  }
  /* On a tinted ground no other colour is legible enough. */
  .note a {
    color: inherit;
    text-decoration: underline;
  }
  .note.error {
    --tone: var(--bad);
  }
  .note.info {
    --tone: var(--accent);
  }
  .visually-hidden {
    position: absolute;
    width: 1px;
    height: 1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }
  @media (prefers-reduced-motion: no-preference) {
    button,
    .button,
    .row {
      transition: background-color 0.12s;
    }
  }
`;

/** Of a modal dialog. */
export const dialogStyles = css`
  dialog {
    border: none;
    border-radius: 20px;
    padding: 24px;
    width: min(440px, calc(100vw - 32px));
    background: var(--card);
    color: inherit;
    box-shadow: 0 8px 32px rgba(0, 0, 0, 0.4);
  }
  dialog::backdrop {
    background: rgba(0, 0, 0, 0.5);
  }
  .inside {
    display: grid;
    gap: 16px;
    overflow-wrap: anywhere;
  }
  .actions {
    display: flex;
    justify-content: flex-end;
    gap: 8px;
    flex-wrap: wrap;
  }
  .inside .note {
    border-radius: 8px;
  }
`;
