/** Dashboard and view strategies: a view from nothing. Home Assistant calls their classes, and never makes the elements. */

import { define } from "../context";
import { viewOf, type CardMade, type StrategyConfig } from "./generated";
import { load } from "./known";
import { linkedLocks } from "./linked";
import { checkedLocks, countLinked } from "./picture";
import type { CardHass } from "./types";

async function view(config: StrategyConfig, hass: CardHass): Promise<CardMade> {
  const texts = await load(hass);
  const isAdmin = hass.user?.is_admin === true;
  const none = texts.t(isAdmin ? "panel.no_locks" : "card.no_locks_seen");
  return viewOf(config, await linkedLocks(hass), checkedLocks(hass), texts.t("panel.title"), none);
}

/** Whether it is to be made anew: not where a code comes or goes, which would empty a keypad that is being typed on. */
const isMadeAnew = (_: StrategyConfig, before: CardHass, after: CardHass): boolean =>
  countLinked(before.entities) !== countLinked(after.entities);

export class ViewStrategy extends HTMLElement {
  static generate = view;
  static shouldRegenerate = isMadeAnew;
}

export class DashboardStrategy extends HTMLElement {
  static shouldRegenerate = isMadeAnew;

  static async generate(config: StrategyConfig, hass: CardHass): Promise<CardMade> {
    const made = await view(config, hass);
    return { title: made["title"], views: [made] };
  }
}

define("ll-strategy-view-access-codes", ViewStrategy);
define("ll-strategy-dashboard-access-codes", DashboardStrategy);
