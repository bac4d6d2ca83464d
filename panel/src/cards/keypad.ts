/** Card: a keypad for a lock. Home Assistant checks what is typed, and operates the lock. */

import { css, html, nothing, type TemplateResult } from "lit";

import { define } from "../context";
import { icon } from "../icons";
import type { WsError } from "../types";
import { Card } from "./card";
import { formOf, knownHass, say } from "./known";
import { firstLock } from "./linked";
import { checkedLocks, nameOf } from "./picture";
import { Typed, failureOf, keyOf, outcomeOf, type Action, type Answer } from "./typed";
import type { CardConfig, CardHass, ConfigForm } from "./types";

export interface KeypadConfig extends CardConfig {
  entity: string;
  show_lock?: boolean;
  code_length?: number;
}

/** What is typed is forgotten when nobody goes on. */
const FORGOTTEN_AFTER = 20_000;
const TOLD_FOR = 6_000;

interface Told {
  isGood: boolean;
  text: string;
}

export class KeypadCard extends Card<KeypadConfig> {
  static override properties = {
    ...Card.properties,
    count: { state: true },
    isBusy: { state: true },
    told: { state: true },
  };
  /** How many digits are typed. */
  declare count: number;
  declare isBusy: boolean;
  declare told: Told | null;

  private readonly typed = new Typed();
  private forget: ReturnType<typeof setTimeout> | undefined;

  // contract 11.417
  static override styles = [...Card.styles, css`
    :host {
      -webkit-user-select: none;
      user-select: none;
    }
    .inside {
      width: 100%;
      max-width: 440px;
      margin: 0 auto;
      padding: 16px;
      display: grid;
      gap: clamp(8px, 3cqi, 16px);
    }
    .head {
      padding: 0;
    }
    .display {
      display: flex;
      align-items: center;
      justify-content: center;
      gap: 10px;
      min-height: 64px;
      padding: 8px 12px;
      border-radius: 16px;
      background: color-mix(in srgb, var(--primary-text-color) 6%, transparent);
      font-size: var(--ha-font-size-l, 16px);
      font-weight: 500;
      text-align: center;
      overflow-wrap: anywhere;
      flex-wrap: wrap;
    }
    .display.good {
      background: color-mix(in srgb, var(--good) 20%, transparent);
    }
    .display.bad {
      background: color-mix(in srgb, var(--bad) 16%, transparent);
    }
    .display.good .icon {
      color: var(--good);
    }
    .display.bad .icon {
      color: var(--bad);
    }
    .pad:focus-visible {
      outline: 2px solid var(--accent);
      outline-offset: 6px;
      border-radius: 16px;
    }
    .pad {
      padding: 0;
      display: grid;
      gap: inherit;
    }
    .dot {
      width: 14px;
      height: 14px;
      border-radius: 50%;
      background: currentColor;
    }
    .keys {
      display: grid;
      grid-template-columns: repeat(3, 1fr);
      gap: clamp(8px, 3cqi, 16px);
    }
    .keys button,
    .acts button {
      justify-content: center;
      min-height: clamp(60px, 19cqi, 84px);
      border-radius: 20px;
      padding: 0 8px;
      touch-action: manipulation;
      -webkit-tap-highlight-color: transparent;
    }
    .keys button {
      font-size: 28px;
      font-weight: 400;
      color: var(--primary-text-color);
      background: color-mix(in srgb, var(--primary-text-color) 7%, transparent);
      font-variant-numeric: tabular-nums;
    }
    .keys button:hover {
      background: color-mix(in srgb, var(--primary-text-color) 12%, transparent);
    }
    .keys button:active {
      background: color-mix(in srgb, var(--accent) 36%, transparent);
    }
    .keys .blank {
      visibility: hidden;
    }
    .acts {
      display: flex;
      gap: clamp(8px, 3cqi, 16px);
    }
    .acts button {
      flex: 1;
      font-size: 18px;
    }
    .acts .outlined {
      border-color: var(--line);
    }
    @media (hover: none) {
      .keys button:hover:not(:active) {
        background: color-mix(in srgb, var(--primary-text-color) 7%, transparent);
      }
    }
    @media (prefers-reduced-motion: no-preference) {
      .keys button {
        transition:
          background-color 0.15s,
          transform 0.08s;
      }
      .keys button:active {
        transform: scale(0.96);
      }
      .display.bad {
        animation: shake 0.35s;
      }
      .dot {
        animation: appear 0.12s;
      }
      @keyframes shake {
        25% {
          transform: translateX(-8px);
        }
        50% {
          transform: translateX(6px);
        }
        75% {
          transform: translateX(-4px);
        }
      }
      @keyframes appear {
        from {
          transform: scale(0.2);
        }
      }
    }
  `];

  constructor() {
    super();
    this.count = 0;
    this.isBusy = false;
    this.told = null;
  }

  override setConfig(config: KeypadConfig): void {
    if (!config.entity) throw new Error(say("card.choose_lock", "Choose a lock."));
    super.setConfig(config);
  }

  // contract 11.432
  static getConfigForm(): ConfigForm {
    const hass = knownHass();
    const checked = hass ? [...checkedLocks(hass)] : [];
    const locks = checked.length > 0 ? { include_entities: checked } : { filter: { domain: "lock" } };
    return formOf([
      { name: "entity", required: true, selector: { entity: locks } },
      { name: "title", selector: { text: {} } },
      { name: "show_lock", selector: { boolean: {} } },
      { name: "code_length", selector: { number: { min: 4, max: 12, mode: "box" } } },
    ]);
  }

  static async getStubConfig(hass: CardHass): Promise<Partial<KeypadConfig>> {
    return { entity: await firstLock(hass, true) };
  }

  getCardSize(): number {
    return 9;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    document.addEventListener("visibilitychange", this.onVisibility);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    document.removeEventListener("visibilitychange", this.onVisibility);
    this.clear();
  }

  protected override get needsCodes(): boolean {
    return false;
  }

  protected override get shownEntities(): string[] {
    return [this.config.entity];
  }

  private get isOffline(): boolean {
    return this.hass.connected === false || !this.hass.connection.connected;
  }

  // contract 11.420, 11.423
  protected override renderCard(): TemplateResult {
    const { entity, title, show_lock } = this.config;
    const state = this.hass.states[entity];
    const name = title || nameOf(this.hass, entity);
    if (!state) return html`<div class="card"><div class="nobody" style="padding-top:14px">${this.t("card.lock_missing")}</div></div>`;
    const label = this.t("card.keypad_of", { lock: name });
    const isOpen = state.state === "unlocked" || state.state === "open";
    return html`<section class="card" aria-label=${label}>
      <div class="inside">
        <div class="head">
          <span class=${isOpen ? "warning" : "quiet"}>${icon(isOpen ? "unlocked" : "lock")}</span>
          <h2>${name}</h2>
          <span class="end quiet">${this.hass.formatEntityState?.(state) ?? state.state}</span>
        </div>
        <div class="pad" tabindex="0" role="group" aria-label=${label} @keydown=${this.onKey} @pointerdown=${this.onPointer} @mousedown=${this.onMouse}>
          ${this.renderDisplay()}
          <div class="keys" dir="ltr">
            ${["1", "2", "3", "4", "5", "6", "7", "8", "9"].map((digit) => this.renderDigit(digit))}
            <span class="blank"></span>
            ${this.renderDigit("0")}
            <button type="button" aria-label=${this.t("card.delete_digit")} @click=${this.onRemove}>${icon("back")}</button>
          </div>
          <div class="acts">
            ${show_lock
              ? html`<button type="button" class="outlined" aria-disabled=${this.isBusy} @click=${() => this.send("lock")}>
                  ${this.t("card.lock")}
                </button>`
              : nothing}
            <button type="button" class="filled" aria-disabled=${this.isBusy} @click=${() => this.send("unlock")}>
              ${this.t("card.unlock")}
            </button>
          </div>
        </div>
        <div class="visually-hidden" role="status" aria-live="assertive">${this.spoken}</div>
      </div>
    </section>`;
  }

  /** What a screen reader says: how many digits there are, never which. */
  private get spoken(): string {
    if (this.told) return this.told.text;
    if (this.isBusy) return this.t("card.checking");
    return this.count > 0 ? this.t("card.typed", { count: this.count }) : "";
  }

  private renderDisplay(): TemplateResult {
    const { told } = this;
    if (told)
      return html`<div class="display ${told.isGood ? "good" : "bad"}" aria-hidden="true">
        ${icon(told.isGood ? "set" : "problem")}<span>${told.text}</span>
      </div>`;
    if (this.isOffline)
      return html`<div class="display quiet">${icon("offline")}<span>${this.t("card.no_connection")}</span></div>`;
    if (this.isBusy) return html`<div class="display quiet" aria-hidden="true">${this.t("card.checking")}</div>`;
    if (this.count === 0) return html`<div class="display quiet" aria-hidden="true">${this.t("card.enter_code")}</div>`;
    return html`<div class="display" aria-hidden="true">
      ${Array.from({ length: this.count }, () => html`<span class="dot"></span>`)}
    </div>`;
  }

  private renderDigit(digit: string): TemplateResult {
    return html`<button type="button" @click=${() => this.press(digit)}>${digit}</button>`;
  }

  /** A key that is pressed by a finger is not focused: then Enter of a keyboard sends, and does not press it again. */
  private onMouse = (event: MouseEvent): void => event.preventDefault();

  private onPointer = (): void => this.renderRoot.querySelector<HTMLElement>(".pad")?.focus({ preventScroll: true });

  private onKey = (event: KeyboardEvent): void => {
    const key = keyOf(event);
    if (key === null || event.repeat) return;
    // Enter on a key presses it.
    const pad = event.currentTarget as HTMLElement;
    if (key === "send" && event.target !== pad) return;
    event.preventDefault();
    event.stopPropagation();
    pad.focus({ preventScroll: true });
    if (key === "send") void this.send("unlock");
    else if (key === "remove") this.onRemove();
    else if (key === "clear") this.clear();
    else this.press(key.digit);
  };

  private press(digit: string): void {
    if (this.isBusy) return;
    this.feel("light");
    this.told = null;
    this.typed.add(digit);
    this.count = this.typed.count;
    clearTimeout(this.forget);
    this.forget = setTimeout(this.clear, FORGOTTEN_AFTER);
    const { code_length } = this.config;
    if (code_length && this.count >= code_length) void this.send("unlock");
  }

  private onRemove = (): void => {
    if (this.isBusy) return;
    this.told = null;
    this.typed.removeLast();
    this.count = this.typed.count;
  };

  private clear = (): void => {
    clearTimeout(this.forget);
    this.typed.clear();
    this.count = 0;
    this.told = null;
  };

  private onVisibility = (): void => {
    if (document.hidden) this.clear();
  };

  // contract 11.421, 11.422, 11.424
  private async send(action: Action): Promise<void> {
    if (this.isBusy || this.count === 0) return;
    clearTimeout(this.forget);
    // Home Assistant's client keeps what is sent while it is offline, and would open the door whenever it is back.
    if (this.isOffline) {
      this.clear();
      this.tell({ isGood: false, text: this.t("card.no_connection") });
      return;
    }
    this.isBusy = true;
    this.count = 0;
    try {
      const answer = await this.hass.callWS<Answer>({
        type: "access_codes/enter_code",
        lock: this.config.entity,
        code: this.typed.take(),
        action,
      });
      const { isGood, key } = outcomeOf(answer, action);
      this.tell({ isGood, text: this.t(key ?? "card.failed") });
    } catch (error) {
      const { key } = failureOf(error as WsError | number | undefined);
      this.tell({ isGood: false, text: key ? this.t(key) : (this.texts?.refusal(error as WsError) ?? "") });
    } finally {
      this.isBusy = false;
    }
  }

  private tell(told: Told): void {
    if (!this.isConnected) return;
    this.feel(told.isGood ? "success" : "failure");
    this.told = told;
    clearTimeout(this.forget);
    this.forget = setTimeout(this.clear, TOLD_FOR);
  }

  /** Home Assistant's apps let the device be felt. */
  private feel(detail: "light" | "success" | "failure"): void {
    window.dispatchEvent(new CustomEvent("haptic", { detail }));
  }
}

define("access-codes-keypad-card", KeypadCard);
