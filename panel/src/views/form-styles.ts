/** Looks of the form and its parts. */

import { css } from "lit";

export const formStyles = css`
  form {
    display: grid;
    gap: 24px;
    padding: 20px 16px;
  }
  fieldset {
    border: none;
    margin: 0;
    padding: 0;
    min-width: 0;
    display: grid;
    gap: 8px;
  }
  legend,
  .label {
    font-weight: 500;
    padding: 0 0 8px;
    display: block;
  }
  .choices {
    display: grid;
    grid-template-columns: repeat(auto-fill, minmax(min(100%, 240px), 1fr));
    column-gap: 16px;
  }
  .choices.many {
    /* The last row is cut, so that one sees that there are more. */
    max-height: 296px;
    overflow-y: auto;
    padding: 4px 12px;
    margin-top: 8px;
    border: 1px solid var(--line);
    border-radius: 8px;
  }
  .check {
    display: flex;
    gap: 12px;
    align-items: center;
    min-height: 44px;
    cursor: pointer;
    overflow-wrap: anywhere;
  }
  .hint {
    color: var(--quiet);
    margin-top: 6px;
  }
  .error {
    color: var(--bad);
    margin-top: 6px;
    display: flex;
    gap: 8px;
    align-items: flex-start;
    overflow-wrap: anywhere;
  }
  .note.error {
    color: inherit;
    margin: 0;
    border-radius: 8px;
  }
  .beside {
    display: flex;
    gap: 8px;
    align-items: center;
  }
  .beside .pin {
    font-family: var(--ha-font-family-code, monospace);
    letter-spacing: 0.1em;
    font-size: 20px;
    flex: 1;
  }
  .beside .pin::placeholder {
    font-family: var(--ha-font-family-body, Roboto, sans-serif);
    letter-spacing: normal;
    font-size: 16px;
  }
  .beside button {
    min-height: 44px;
    flex: none;
  }
  .segments {
    display: grid;
    grid-auto-flow: column;
    grid-auto-columns: 1fr;
    border: 1px solid var(--line);
    border-radius: 22px;
    overflow: hidden;
  }
  .segments button {
    border-radius: 0;
    border: none;
    color: inherit;
    padding: 0 8px;
    min-height: 44px;
    text-align: center;
  }
  .segments button + button {
    border-inline-start: 1px solid var(--line);
  }
  .segments button[aria-pressed="true"] {
    background: color-mix(in srgb, var(--accent) 18%, transparent);
  }
  .segments button:focus-visible {
    outline-offset: -3px;
  }
  .chips {
    display: flex;
    flex-wrap: wrap;
    gap: 8px;
  }
  .times label {
    display: grid;
    gap: 6px;
  }
  .foot {
    display: grid;
    gap: 12px;
  }
  .times {
    display: grid;
    gap: 12px;
    grid-template-columns: repeat(auto-fit, minmax(min(100%, 230px), 1fr));
  }
  .times.short {
    grid-template-columns: 1fr 1fr;
  }
  .days {
    display: grid;
    grid-template-columns: repeat(7, 1fr);
    gap: 4px;
    /* A finger that goes along the days chooses them; one that goes up or down scrolls. */
    touch-action: pan-y;
    user-select: none;
  }
  .days button {
    padding: 0;
    min-height: 44px;
    border-radius: 22px;
    min-width: 0;
    justify-content: center;
  }
  .more {
    display: grid;
    gap: 12px;
    margin-top: 8px;
  }
  .actions {
    display: flex;
    gap: 8px;
    justify-content: flex-end;
  }
`;
