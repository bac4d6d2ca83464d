/** Dashboard and view strategies: a view from nothing. Home Assistant calls their classes, and never makes the elements. */

import { define } from "../context";
import { viewOf, type CardMade, type StrategyConfig } from "./generated";
import { load } from "./known";
import { linkedLocks } from "./linked";
import { codeSensors } from "./picture";
import type { CardHass } from "./types";

async function view(config: StrategyConfig, hass: CardHass): Promise<CardMade> {
  const texts = await load(hass);
  const isAdmin = hass.user?.is_admin === true;
  const none = texts.t(isAdmin ? "panel.no_locks" : "card.no_locks_seen");
  return viewOf(config, await linkedLocks(hass), isAdmin, texts.t("panel.title"), none);
}

export class ViewStrategy extends HTMLElement {
  static generate = view;
  /** Which entities it depends on: a view is made anew when one comes or goes. */
  static shouldRegenerate(_: StrategyConfig, before: CardHass, after: CardHass): boolean {
    return codeSensors(before.entities).length !== codeSensors(after.entities).length;
  }
}

export class DashboardStrategy extends HTMLElement {
  static async generate(config: StrategyConfig, hass: CardHass): Promise<CardMade> {
    const made = await view(config, hass);
    return { title: made["title"], views: [made] };
  }
}

define("ll-strategy-view-access-codes", ViewStrategy);
define("ll-strategy-dashboard-access-codes", DashboardStrategy);
