/** What every view is given, and the base of all views. */

import { LitElement } from "lit";

import type { Store } from "./store";
import type { Texts } from "./texts";
import type { Clock } from "./times";
import type { Hass } from "./types";

export interface Context {
  hass: Hass;
  store: Store;
  texts: Texts;
  clock: Clock;
  /** The present, to the minute. */
  now: number;
}

/** A view: shown anew with each new context. */
export abstract class View extends LitElement {
  static override properties = { context: { attribute: false } };
  declare context: Context;

  protected t(key: string, values?: Record<string, string | number>): string {
    return this.context.texts.t(key, values);
  }
}

export const BASE = "/access-codes";

/** Marks an entry of the browser's history that was opened from another page of the panel. */
const OPENED = "accessCodes";

/** Go to a page of the panel, as Home Assistant's own links do. */
export function navigate(path: string, replace = false): void {
  const url = `${BASE}${path}`;
  if (replace) history.replaceState(history.state, "", url);
  else history.pushState({ [OPENED]: true }, "", url);
  window.dispatchEvent(new CustomEvent("location-changed", { detail: { replace } }));
  window.scrollTo(0, 0);
}

/** Go back to the page of the panel from which this one was opened, else to another one: never out of the panel. */
export function goBack(otherwise: string): void {
  if ((history.state as Record<string, unknown> | null)?.[OPENED]) history.back();
  else navigate(otherwise, true);
}

/** Follow a link without loading the page, unless it is to open elsewhere. */
export function follow(event: MouseEvent): void {
  if (event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey) return;
  const link = (event.currentTarget as HTMLAnchorElement).getAttribute("href") ?? "";
  if (!link.startsWith(`${BASE}/`)) return;
  event.preventDefault();
  navigate(link.slice(BASE.length));
}

export function define(name: string, element: CustomElementConstructor): void {
  // The module may be loaded twice: after an update, under another address.
  if (!customElements.get(name)) customElements.define(name, element);
}
