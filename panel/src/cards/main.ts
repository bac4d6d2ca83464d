/** The cards and the strategy, offered to Home Assistant's dashboards. */

import "./ready";
import "./ahead";
import { suggestionsFor } from "./generated";
import { say } from "./known";
import "./codes";
import "./keypad";
import "./now";
import "./strategy";

const DOCUMENTATION = "https://github.com/access-codes/access_codes/blob/main/docs/cards.md";

const offers = window as unknown as { customCards?: object[]; customStrategies?: object[] };
offers.customCards ??= [];
offers.customStrategies ??= [];

// Read when Home Assistant's picker is opened: by then the texts of the user's language are known, or being fetched.
const offer = (type: string, suggestion: typeof suggestionsFor | undefined, name: () => string, about: () => string): object => ({
  type,
  preview: true,
  documentationURL: DOCUMENTATION,
  ...(suggestion ? { getEntitySuggestion: suggestion } : {}),
  get name() {
    return name();
  },
  get description() {
    return about();
  },
});

const isOffered = offers.customCards.some((each) => (each as { type?: string }).type === "access-codes-codes-card");
if (!isOffered) {
  offers.customCards.push(
    offer(
      "access-codes-codes-card",
      suggestionsFor,
      () => say("card.codes_name", "Codes of a lock"),
      () => say("card.codes_about", "The access codes of one lock"),
    ),
    offer(
      "access-codes-now-card",
      undefined,
      () => say("card.now_name", "Now and next"),
      () => say("card.now_about", "Who can open which door now, and who comes next"),
    ),
    offer(
      "access-codes-keypad-card",
      undefined,
      () => say("card.keypad_name", "Keypad"),
      () => say("card.keypad_about", "Opens a lock by an access code"),
    ),
  );
  offers.customStrategies.push({
    type: "access-codes",
    strategyType: "dashboard",
    documentationURL: DOCUMENTATION,
    get name() {
      return say("panel.title", "Access codes");
    },
    get description() {
      return say("card.dashboard_about", "All linked locks in one view");
    },
  });
}
