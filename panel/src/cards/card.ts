/** The base of all cards. Home Assistant makes the element, and sets its configuration and hass. */

import { LitElement, css, html, type PropertyValues, type TemplateResult } from "lit";

import { icon } from "../icons";
import { shared } from "../styles";
import type { Store } from "../store";
import type { Texts } from "../texts";
import { Clock } from "../times";
import { load } from "./known";
import { codeSensors, pictureOfPushes, pictureOfStates, type Picture } from "./picture";
import { follow } from "./pushes";
import type { CardConfig, CardHass } from "./types";

const MINUTE = 60_000;

/** What sentences about codes need. */
export interface Sight {
  texts: Texts;
  clock: Clock;
  now: number;
}

export abstract class Card<C extends CardConfig> extends LitElement {
  static override properties = {
    hass: { attribute: false },
    config: { state: true },
    texts: { state: true },
  };
  declare hass: CardHass;
  declare config: C;
  declare texts: Texts | undefined;

  private clock: Clock | undefined;
  private language = "";
  private timer: ReturnType<typeof setInterval> | undefined;
  private pushes: { store: Store; stop: () => void } | undefined;
  private seen: unknown[] = [];

  static override styles = [
    shared,
    css`
      :host {
        display: block;
        height: 100%;
        --color-scheme: light;
      }
      :host([dark]) {
        --color-scheme: dark;
      }
      .card {
        height: 100%;
        container-type: inline-size;
        border-width: var(--ha-card-border-width, 1px);
        box-shadow: var(--ha-card-box-shadow, none);
      }
      .head {
        display: flex;
        gap: 12px;
        align-items: center;
        padding: 14px 16px 10px;
        min-width: 0;
      }
      .head h2 {
        overflow-wrap: anywhere;
        unicode-bidi: plaintext;
        text-align: -webkit-match-parent;
        text-align: match-parent;
      }
      .head .end {
        margin-inline-start: auto;
        text-align: end;
        flex: none;
      }
      .label {
        padding: 10px 16px 2px;
        font-size: var(--ha-font-size-s, 12px);
        font-weight: 500;
        color: var(--quiet);
      }
      .nobody {
        padding: 6px 16px 14px;
        color: var(--quiet);
      }
      .foot {
        display: flex;
        flex-wrap: wrap;
        gap: 4px;
        padding: 4px 8px 8px;
      }
    `,
  ];

  setConfig(config: C): void {
    this.config = { ...config };
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.timer = setInterval(() => this.requestUpdate(), MINUTE / 2);
    if (this.hasUpdated) this.requestUpdate();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearInterval(this.timer);
    this.pushes?.stop();
    this.pushes = undefined;
  }

  /** Whether it shows codes, so that it needs to follow them. */
  protected get needsCodes(): boolean {
    return true;
  }

  /** Entities that it shows besides the codes. */
  protected abstract get shownEntities(): string[];

  protected get isAdmin(): boolean {
    return this.hass?.user?.is_admin === true;
  }

  protected t(key: string, values?: Record<string, string | number>): string {
    return this.texts?.t(key, values) ?? "";
  }

  // contract 11.415
  protected override shouldUpdate(changed: PropertyValues<this>): boolean {
    if (!this.hass || !this.config) return false;
    const isOnlyHass = changed.size === 1 && changed.has("hass");
    const { hass } = this;
    const ids = [...this.shownEntities, ...(this.needsCodes ? codeSensors(hass.entities) : [])];
    const seen: unknown[] = [hass.locale, hass.config.time_zone, hass.themes?.darkMode, hass.connected, hass.user];
    seen.push(...ids.map((id) => hass.states[id]));
    // Home Assistant sets a new hass with each change of any state: only these matter here.
    const isSame = seen.length === this.seen.length && seen.every((each, index) => each === this.seen[index]);
    this.seen = seen;
    return !(isOnlyHass && isSame);
  }

  protected override willUpdate(): void {
    const { hass } = this;
    this.toggleAttribute("dark", hass.themes?.darkMode === true);
    const { locale } = hass;
    this.followPushes(locale.language);
    const language = [locale.language, locale.time_format, locale.first_weekday, hass.config.time_zone].join("|");
    if (language === this.language) return;
    this.language = language;
    this.clock = new Clock(hass);
    load(hass).then(
      (texts) => (this.texts = texts),
      // Tried again with the next look at the clock.
      () => (this.language = ""),
    );
  }

  private followPushes(language: string): void {
    if (!this.needsCodes || !this.isAdmin || !this.isConnected || this.pushes?.store.language === language) return;
    this.pushes?.stop();
    this.pushes = follow(this.hass.connection, language, () => this.requestUpdate());
  }

  // contract 11.412, 11.413
  /** What is pushed to an administrator, as soon as it is there; else what the states tell. */
  protected picture(): Picture {
    const store = this.pushes?.store;
    if (store && !store.error && store.hasCodes && store.hasLocks) return pictureOfPushes(store.codes, store.locks);
    return pictureOfStates(this.hass);
  }

  protected override render(): TemplateResult {
    if (!this.texts || !this.clock) return html`<div class="card" style="min-height:120px"></div>`;
    const now = Math.floor(Date.now() / MINUTE) * MINUTE;
    return this.renderCard({ texts: this.texts, clock: this.clock, now });
  }

  protected abstract renderCard(sight: Sight): TemplateResult;

  protected renderOffline(): unknown {
    if (this.hass.connected !== false) return null;
    return html`<div class="note small" role="status">${icon("offline")} ${this.t("panel.offline")}</div>`;
  }

  getGridOptions(): Record<string, unknown> {
    return { columns: 12, min_columns: 6, rows: "auto" };
  }
}
