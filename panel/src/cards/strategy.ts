/** Dashboard and view strategies: a view from nothing. Home Assistant calls their classes, and never makes the elements. */

import { define } from "../context";
import { isOther, viewOf, type CardMade, type StrategyConfig } from "./generated";
import { load } from "./known";
import { linkedLocks } from "./linked";
import { checkedLocks } from "./picture";
import type { CardHass } from "./types";

async function view(config: StrategyConfig, hass: CardHass): Promise<CardMade> {
  const texts = await load(hass);
  const isAdmin = hass.user?.is_admin === true;
  const none = texts.t(isAdmin ? "panel.no_locks" : "card.no_locks_seen");
  return viewOf(config, await linkedLocks(hass), checkedLocks(hass), texts.t("panel.title"), none);
}

const isMadeAnew = (_: StrategyConfig, before: CardHass, after: CardHass): boolean => isOther(before, after);

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
