/** Looks of the timeline around its rows. */

import { css } from "lit";

export const timelineStyles = css`
  :host {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 16px;
  }
  .tools {
    display: flex;
    flex-wrap: wrap;
    gap: 8px 16px;
    align-items: center;
  }
  .tools > div {
    display: flex;
    gap: 8px;
    align-items: center;
  }
  .tools .end {
    margin-inline-start: auto;
  }
  .span {
    font-size: var(--ha-font-size-l, 16px);
    font-weight: 500;
    min-width: 0;
    flex: 1 1 160px;
  }
  .previous .icon,
  :host(:dir(rtl)) .next .icon {
    transform: scaleX(-1);
  }
  :host(:dir(rtl)) .previous .icon {
    transform: none;
  }
  .axis {
    display: grid;
    grid-template-columns: var(--names, 220px) minmax(0, 1fr);
    color: var(--quiet);
    font-size: var(--ha-font-size-s, 12px);
    border-bottom: 1px solid var(--line);
  }
  .axis .days {
    display: grid;
    grid-auto-flow: column;
    grid-auto-columns: 1fr;
    margin-inline-end: 12px;
    container-type: inline-size;
  }
  .axis .days span {
    padding-block: 8px;
    padding-inline: 4px 0;
    white-space: nowrap;
    min-width: 0;
  }
  /* As many as there is room for, whatever the size of the letters. */
  .axis .week span {
    white-space: normal;
    overflow: hidden;
  }
  .axis .day span:not(:nth-child(3n + 1)) {
    font-size: 0;
  }
  @container (max-width: 18em) {
    /* Each word in a line of its own. */
    .axis .week span {
      word-spacing: 100vw;
    }
    /* It would be cut. */
    .axis .month span:nth-child(31) {
      font-size: 0;
    }
  }
  @container (max-width: 34em) {
    .axis .day span:not(:nth-child(6n + 1)) {
      font-size: 0;
    }
  }
  @container (max-width: 60em) {
    .axis .month span:not(:nth-child(5n + 1)) {
      font-size: 0;
    }
  }
  .axis .today {
    color: var(--primary-text-color);
    font-weight: 700;
    box-shadow: inset 0 -3px 0 var(--accent);
  }
  h2 {
    display: flex;
    gap: 12px;
    align-items: baseline;
    padding: 12px 16px;
    overflow-wrap: anywhere;
  }
  h2 .quiet {
    font-size: var(--ha-font-size-m, 14px);
    font-weight: 400;
  }
  h2 .end {
    margin-inline-start: auto;
  }
  .more {
    border-top: 1px solid var(--line);
    border-radius: 0 0 var(--radius) var(--radius);
    width: 100%;
    justify-content: flex-start;
  }
  .sticky {
    position: sticky;
    top: var(--header-height, 56px);
    z-index: 3;
    border-end-start-radius: 0;
    border-end-end-radius: 0;
  }
  .groups {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 16px;
  }
  /* The new time of a window that is moved reaches out of the first row. */
  .groups section {
    overflow: visible;
  }
  @media (max-width: 700px) {
    .axis {
      grid-template-columns: minmax(0, 1fr);
    }
    .axis .days {
      margin: 0 12px;
    }
    .axis > :first-child {
      display: none;
    }
    .tools .word {
      display: none;
    }
    .span {
      order: -2;
      flex: 1 1 40%;
    }
    .tools .steps {
      order: -1;
      gap: 0;
    }
    .tools .chip {
      padding: 0 10px;
    }
  }
  .note {
    align-items: center;
  }
  .alone {
    border-radius: var(--radius);
  }
  .note span {
    flex: 1;
  }
  .by-touch {
    display: none;
  }
  @media (pointer: coarse) {
    .by-mouse {
      display: none;
    }
    .by-touch {
      display: block;
    }
  }
`;
