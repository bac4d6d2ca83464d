/** Looks of the panel's frame. */

import { css } from "lit";

// contract 11.466
export const mainStyles = css`
  :host {
    min-height: 100vh;
    min-height: 100dvh;
    background: var(--primary-background-color, #fafafa);
    --color-scheme: light;
  }
  :host([dark]) {
    --color-scheme: dark;
  }
  header {
    position: sticky;
    top: 0;
    /* Above what is marked on the timeline: on a phone it holds the tabs at the bottom. */
    z-index: 5;
    display: flex;
    align-items: center;
    gap: 4px;
    height: var(--header-height, 56px);
    padding-block: 0;
    padding-inline: 12px 8px;
    background: var(--app-header-background-color, var(--primary-color));
    color: var(--app-header-text-color, var(--text-primary-color, #fff));
    border-bottom: var(--app-header-border-bottom, 1px solid var(--line));
  }
  h1 {
    margin: 0 8px;
    font-size: var(--ha-font-size-xl, 20px);
    font-weight: 400;
    white-space: nowrap;
    overflow: hidden;
    text-overflow: ellipsis;
    flex: 1;
  }
  h1:focus-visible {
    outline: none;
  }
  nav {
    display: flex;
    height: 100%;
  }
  nav a {
    display: flex;
    align-items: center;
    padding: 0 16px;
    font-weight: 500;
    border-bottom: 2px solid transparent;
  }
  nav .icon {
    display: none;
  }
  nav a[aria-current="page"] {
    border-color: currentColor;
  }
  :host([narrow]) nav {
    position: fixed;
    z-index: 4;
    inset-inline: 0;
    bottom: 0;
    height: calc(60px + env(safe-area-inset-bottom, 0px));
    padding-bottom: env(safe-area-inset-bottom, 0px);
    background: var(--sidebar-background-color, var(--card));
    color: var(--quiet);
    border-top: 1px solid var(--line);
  }
  :host([narrow]) nav a {
    flex: 1;
    flex-direction: column;
    justify-content: center;
    gap: 2px;
    padding: 0;
    /* Five of them beside each other, with large letters too. */
    font-size: min(var(--ha-font-size-s, 12px), 3.6vw);
    min-width: 0;
    overflow: hidden;
    white-space: nowrap;
    border: none;
  }
  :host([narrow]) nav .icon {
    display: block;
  }
  :host([narrow]) nav a[aria-current="page"] {
    color: var(--accent);
  }
  nav a:focus-visible {
    outline-color: currentColor;
    outline-offset: -4px;
  }
  main {
    max-width: 1080px;
    margin: 0 auto;
    padding: 24px 24px 96px;
  }
  main.wide {
    max-width: 1600px;
  }
  :host([narrow]) main {
    padding: 16px 12px 152px;
  }
  .add {
    position: fixed;
    inset-inline-end: calc(24px + env(safe-area-inset-right, 0px));
    bottom: calc(24px + env(safe-area-inset-bottom, 0px));
    z-index: 3;
    min-height: 56px;
    padding: 0 20px;
    border-radius: 16px;
    background: var(--fill);
    color: var(--on-fill);
    font-weight: 500;
    box-shadow: 0 3px 8px rgba(0, 0, 0, 0.3);
    display: inline-flex;
    align-items: center;
    gap: 12px;
  }
  :host([narrow]) .add span {
    position: absolute;
    width: 1px;
    height: 1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }
  :host([narrow]) .add {
    width: 56px;
    padding: 0;
    justify-content: center;
    bottom: calc(76px + env(safe-area-inset-bottom, 0px));
  }
  main:has(access-codes-list[selecting]) ~ .add {
    display: none;
  }
  .add:hover {
    background: color-mix(in srgb, var(--fill) 88%, #000);
  }
  .offline {
    position: sticky;
    top: var(--header-height, 56px);
    z-index: 1;
    background: var(--warn);
    color: #000;
    padding: 8px 16px;
    display: flex;
    gap: 12px;
    align-items: center;
  }
  .zone {
    margin-bottom: 12px;
  }
  .loading {
    display: grid;
    gap: 16px;
  }
  .loading div {
    height: 96px;
    border-radius: var(--radius);
    background: color-mix(in srgb, var(--primary-text-color) 7%, transparent);
  }
`;
