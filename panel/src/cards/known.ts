/** Texts for what Home Assistant asks a card's class, which is given no hass: those that a card has loaded. */

import { Texts } from "../texts";
import type { CardHass, ConfigForm, FormField } from "./types";

let language = "";
let loading: Promise<Texts> | undefined;
let texts: Texts | undefined;

/** The texts in the user's language, loaded once for all cards. */
export function load(hass: CardHass): Promise<Texts> {
  if (!loading || language !== hass.locale.language) {
    language = hass.locale.language;
    const mine = (loading = Texts.load(hass));
    // Tried again by the next one that asks.
    const retry = (): void => {
      if (loading === mine) loading = undefined;
    };
    mine.then((loaded) => {
      texts = loaded;
      loaded.whole.catch(retry);
    }, retry);
  }
  return loading;
}

/** Home Assistant's own, where a card is given none. */
export const knownHass = (): CardHass | undefined =>
  (document.querySelector("home-assistant") as { hass?: CardHass } | null)?.hass;

/** A text of ours, or the English one until texts are there. */
export function say(key: string, english: string): string {
  if (texts) return texts.t(key);
  const hass = knownHass();
  if (hass) load(hass).catch(() => undefined);
  return english;
}

const HELPED = new Set(["entities", "code_length"]);

/** A form of Home Assistant's for a card. */
export const formOf = (schema: FormField[]): ConfigForm => ({
  schema,
  computeLabel: ({ name }) => say(`card.form_${name}`, name),
  computeHelper: ({ name }) => (HELPED.has(name) ? say(`card.help_${name}`, "") || undefined : undefined),
});
