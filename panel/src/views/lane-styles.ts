/** Looks of one row of the timeline. */

import { css } from "lit";

// contract 11.476
export const laneStyles = css`
  :host {
    content-visibility: auto;
    contain-intrinsic-size: auto 56px;
  }
  :host([laid]) {
    content-visibility: visible;
  }
  .row {
    display: grid;
    grid-template-columns: var(--names, 220px) minmax(0, 1fr);
    border-top: 1px solid var(--line);
    min-height: 52px;
  }
  .who {
    display: flex;
    align-items: center;
    gap: 10px;
    padding-block: 6px;
    padding-inline: 16px 12px;
    min-width: 0;
  }
  .who .texts {
    min-width: 0;
  }
  .who .name,
  .who .quiet {
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
    unicode-bidi: plaintext;
    text-align: -webkit-match-parent;
    text-align: match-parent;
  }
  .who .name {
    font-weight: 500;
  }
  .track {
    position: relative;
    margin-inline-end: 12px;
    background-image: linear-gradient(to right, var(--line) 1px, transparent 1px);
    background-size: calc(100% / var(--columns, 7)) 100%;
    border-inline-end: 1px solid var(--line);
  }
  .track[dir="rtl"] {
    background-image: linear-gradient(to left, var(--line) 1px, transparent 1px);
    background-position: right;
  }
  /* Where the present is, the timeline says for all lanes: they are not drawn anew for it. */
  .now {
    display: var(--now-display, none);
    inset-inline-start: var(--now-at, 0);
    position: absolute;
    inset-block: 0;
    width: 2px;
    margin-inline-start: -1px;
    background: var(--bad);
    pointer-events: none;
    z-index: 2;
  }
  .slot {
    position: absolute;
    inset-block: 10px;
    min-width: 14px;
    z-index: 1;
    touch-action: pan-y;
    container-type: inline-size;
  }
  /* Days of a month may be narrower: no occurrence reaches into the next day. */
  .slot.month:not(.movable) {
    min-width: min(14px, 70% / var(--columns));
  }
  .bar {
    --tone: currentColor;
    position: absolute;
    inset: 0;
    display: flex;
    align-items: center;
    gap: 4px;
    padding: 0 4px;
    border-radius: 8px;
    overflow: hidden;
    white-space: nowrap;
    background: color-mix(in srgb, var(--tone) 22%, var(--card));
    border: 1.5px solid var(--tone);
    cursor: pointer;
    user-select: none;
    -webkit-user-drag: none;
  }
  .bar .icon {
    width: 18px;
    height: 18px;
  }
  .bar .text {
    position: relative;
    color: var(--primary-text-color);
    font-size: var(--ha-font-size-s, 12px);
    overflow: hidden;
    text-overflow: ellipsis;
  }
  /* The name of the bar tells more than these times: they are only to be seen. */
  .bar .short::after {
    content: attr(data-text);
  }
  /* A text of which little would be left is none. */
  @container (max-width: 84px) {
    .slot .bar .text {
      display: none;
    }
  }
  @container (max-width: 128px) {
    .slot .bar .short {
      display: none;
    }
  }
  @container (max-width: 170px) {
    .slot .bar .long {
      display: none;
    }
  }
  @container (max-width: 30px) {
    .slot .bar {
      padding: 0;
      justify-content: center;
    }
    .slot .bar .icon {
      width: 11px;
      height: 11px;
    }
  }
  @container (max-width: 13px) {
    .slot .bar .icon {
      display: none;
    }
  }
  .bar:focus-visible {
    outline-offset: -3px;
  }
  .movable .bar {
    cursor: grab;
  }
  .dragged .bar {
    cursor: grabbing;
    opacity: 0.85;
  }
  .lifted .bar {
    box-shadow: 0 0 0 3px var(--accent);
  }
  .bar.paused,
  .bar.ended,
  .bar.unset {
    border-style: dashed;
  }
  .bar.ended {
    background: transparent;
  }
  .bar.problem {
    background-image: repeating-linear-gradient(
      -45deg,
      transparent 0 6px,
      color-mix(in srgb, var(--tone) 22%, transparent) 6px 12px
    );
  }
  .cut-start .bar {
    border-start-start-radius: 0;
    border-end-start-radius: 0;
    border-inline-start-style: none;
  }
  .cut-end .bar {
    border-start-end-radius: 0;
    border-end-end-radius: 0;
    border-inline-end-style: none;
  }
  .open .bar::after {
    content: "";
    position: absolute;
    inset-block: 0;
    inset-inline-end: 0;
    width: min(40px, 50%);
    background: linear-gradient(to right, transparent, var(--card));
  }
  [dir="rtl"] .open .bar::after {
    background: linear-gradient(to left, transparent, var(--card));
  }
  .handle {
    position: absolute;
    inset-block: -6px;
    width: 16px;
    z-index: 2;
    cursor: ew-resize;
    touch-action: pan-y;
  }
  .handle::after {
    content: "";
    position: absolute;
    inset-block: 14px;
    inset-inline-start: 6px;
    width: 3px;
    border-radius: 2px;
    background: var(--primary-text-color);
    opacity: 0;
  }
  .slot:hover .handle::after,
  .slot:focus-within .handle::after {
    opacity: 0.7;
  }
  .handle.start {
    inset-inline-start: -6px;
  }
  .handle.end {
    inset-inline-end: -6px;
  }
  /* Where a finger points, edges are to be seen, and reach beside the bar: what is left of it between them is the bar. */
  @media (pointer: coarse) {
    .bar {
      -webkit-touch-callout: none;
    }
    .handle {
      width: 25px;
      touch-action: none;
    }
    .handle::after {
      opacity: 0.7;
    }
    .handle.start {
      inset-inline-start: -22px;
    }
    .handle.start::after {
      inset-inline-start: 16px;
    }
    .handle.end {
      inset-inline-end: -22px;
    }
    .handle.end::after {
      inset-inline-start: 6px;
    }
    @container (min-width: 60px) {
      .movable .bar {
        padding: 0 14px;
      }
      .handle {
        width: 36px;
      }
      .handle.start::after {
        inset-inline-start: 26px;
      }
      .handle.end::after {
        inset-inline-start: 7px;
      }
    }
  }
  output {
    position: absolute;
    inset-inline-start: var(--at, 0%);
    /* At the begin of the track it begins with its bar, at the end it ends with the track. */
    transform: translateX(calc(-1 * var(--at, 0%)));
    /* Above the text of the bar. */
    top: -8px;
    z-index: 4;
    white-space: nowrap;
    padding: 1px 8px;
    border-radius: 8px;
    background: var(--primary-text-color);
    color: var(--primary-background-color, #fff);
    font-size: var(--ha-font-size-s, 12px);
    pointer-events: none;
  }
  [dir="rtl"] output {
    transform: translateX(var(--at, 0%));
  }
  output:empty {
    display: none;
  }
  @media (max-width: 700px) {
    .row {
      grid-template-columns: minmax(0, 1fr);
      padding-bottom: 6px;
    }
    .who {
      padding: 6px 12px 0;
    }
    .who .texts {
      display: flex;
      gap: 8px;
      align-items: baseline;
    }
    .who .icon {
      width: 18px;
      height: 18px;
    }
    .track {
      height: 44px;
      margin: 0 12px;
      border-inline-start: 1px solid var(--line);
    }
    .slot {
      inset-block: 6px;
    }
    /* Above the finger. */
    output {
      top: -22px;
    }
  }
`;
