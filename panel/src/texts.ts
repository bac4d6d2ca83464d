/** Texts of the panel, from the translations of the integration. */

import type { CheckError, Hass, Localize, WsError } from "./types";

const OWN = "component.access_codes.config_panel";
const EXCEPTIONS = "component.access_codes.exceptions";

export type Values = Record<string, string | number>;

export class Texts {
  private readonly plurals: Intl.PluralRules;
  private readonly isFromRight: boolean;

  /** Until then texts of refusals and of events may be missing. */
  whole: Promise<void> = Promise.resolve();

  private constructor(
    private localize: Localize,
    language: string,
  ) {
    this.plurals = new Intl.PluralRules(language);
    this.isFromRight = /^(ar|dv|fa|he|ps|sd|ug|ur|yi)\b/.test(language);
  }

  /** Load the texts that pages are made of; the others, which are many more, follow. */
  static async load(hass: Hass): Promise<Texts> {
    const texts = new Texts(await hass.loadBackendTranslation("config_panel", "access_codes"), hass.locale.language);
    texts.whole = hass.loadBackendTranslation("exceptions", "access_codes").then((localize) => void (texts.localize = localize));
    return texts;
  }

  /** For tests, and before Home Assistant has answered. */
  static from(localize: Localize, language = "en"): Texts {
    return new Texts(localize, language);
  }

  /**
   * A text of ours: `now.title`. With a `count` the form for that number, as `now.title_one`.
   *
   * Forms are keys of their own: Home Assistant's core cannot read plurals in ICU form, which its frontend could.
   */
  t(key: string, values?: Values): string {
    const count = values?.["count"];
    const forms = typeof count !== "number" ? [] : [...(count === 0 ? ["zero"] : []), this.plurals.select(count), "other"];
    for (const each of [...forms.map((form) => `${key}_${form}`), key]) {
      const text = this.localize(`${OWN}.${each}`, values);
      if (text) return this.isolated(text);
    }
    return key;
  }

  // contract 11.465
  /** A text from left to right within a page that is read from right to left: ours are in no such language. */
  private isolated(text: string): string {
    return this.isFromRight ? `\u2066${text}\u2069` : text;
  }

  /** A text that the integration has for its messages: of a refusal, or of an event. */
  message(key: string, values?: Values): string {
    return this.localize(`${EXCEPTIONS}.${key}.message`, values);
  }

  // contract 11.461
  /** The refusal of a field, with the name that the field has here; at the field itself without its name in front. */
  refusal(error: CheckError | WsError, isAtField = false): string {
    const placeholders = { ...(error.translation_placeholders ?? {}) };
    // A connection that is lost is told as a number.
    if (!error.translation_key) return error.message || this.t("panel.no_answer");
    // contract 18.21
    // A reason is a refusal of its own: its text comes in one language, so it is made of its key.
    const { reason_key: reason } = placeholders;
    if (reason) {
      const filled = Object.entries(placeholders).filter(([name]) => name.startsWith("reason_"));
      const of = Object.fromEntries(filled.map(([name, value]) => [name.slice("reason_".length), value]));
      const cause = { code: "", message: placeholders["reason"] ?? "", translation_key: reason, translation_placeholders: of };
      placeholders["reason"] = this.refusal(cause);
    }
    // Some are written for who calls an action, by the names of its fields.
    const own = this.localize(`${OWN}.refusal.${error.translation_key}`);
    if (own) return own;
    const field = placeholders["field"];
    if (field && isAtField) {
      const [, bare = ""] = /^\s*[:：]\s*(.+)/.exec(this.message(error.translation_key, { ...placeholders, field: "" })) ?? [];
      if (bare) return bare.charAt(0).toLocaleUpperCase() + bare.slice(1);
    }
    if (field) placeholders["field"] = this.t(`field.${field}`) || field;
    return this.message(error.translation_key, placeholders) || error.message;
  }
}
