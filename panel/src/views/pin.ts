/** The PIN of a code: hidden until it is asked for, and again after a minute. */

import { css, html, nothing, type PropertyValues, type TemplateResult } from "lit";

import { View, define } from "../context";
import { icon } from "../icons";
import { SHOWN_FOR, fetchPin } from "../pins";
import { shared } from "../styles";
import type { Code, WsError } from "../types";

export class PinView extends View {
  static override properties = {
    context: { attribute: false },
    code: { attribute: false },
    pin: { state: true },
    isCopied: { state: true },
    error: { state: true },
  };
  declare code: Code;
  /** The PIN, for as long as a person wants to see it. */
  declare pin: string | null;
  declare isCopied: boolean;
  declare error: string | null;

  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor() {
    super();
    this.hide();
  }

  static override styles = [
    shared,
    css`
      .pin {
        display: flex;
        align-items: center;
        gap: 8px 16px;
        flex-wrap: wrap;
        padding: 16px;
        border-top: 1px solid var(--line);
      }
      .digits {
        font-family: var(--ha-font-family-code, monospace);
        font-size: clamp(28px, 9vw, 40px);
        line-height: 1.2;
        letter-spacing: 0.12em;
        flex: 1 1 auto;
        overflow-wrap: anywhere;
        user-select: all;
      }
      .digits.hidden {
        color: var(--quiet);
        user-select: none;
      }
      @media (max-width: 480px) {
        .digits {
          flex-basis: 100%;
        }
        button {
          flex: 1;
          padding: 0 8px;
        }
      }
    `,
  ];

  override connectedCallback(): void {
    super.connectedCallback();
    document.addEventListener("visibilitychange", this.onVisibility);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    document.removeEventListener("visibilitychange", this.onVisibility);
    this.hide();
  }

  protected override willUpdate(changed: PropertyValues): void {
    const before = changed.get("code") as Code | undefined;
    if (before && before.access_code_id !== this.code.access_code_id) this.hide();
  }

  protected override render(): TemplateResult {
    if (this.code.is_waiting_for_code_assignment)
      return html`<div class="pin quiet">${this.t("code.pin_chosen_by_lock")}</div>`;
    const isShown = this.pin !== null;
    return html`<div class="pin">
        <div class="digits ${isShown ? "" : "hidden"}" aria-live="polite">
          ${isShown
            ? this.pin || this.t("code.pin_not_known")
            : html`<span aria-hidden="true">••••••</span><span class="visually-hidden">${this.t("code.pin_hidden")}</span>`}
        </div>
        <button class="outlined small" @click=${isShown ? this.hide : this.show} aria-pressed=${isShown ? "true" : "false"}>
          ${icon(isShown ? "eyeOff" : "eye")} ${this.t(isShown ? "code.hide_pin" : "code.show_pin")}
        </button>
        <button class="outlined small" @click=${this.copy}>
          ${icon(this.isCopied ? "set" : "copy")} ${this.t(this.isCopied ? "code.copied" : "code.copy_pin")}
        </button>
      </div>
      ${this.error ? html`<div class="note error" role="alert">${icon("problem")} ${this.error}</div>` : nothing}`;
  }

  // contract 11.310, 11.352
  private show = async (): Promise<void> => {
    this.error = null;
    const asked = this.code.access_code_id;
    try {
      const pin = (await fetchPin(this.context.hass, asked)) ?? "";
      if (asked !== this.code.access_code_id || !this.isConnected) return;
      this.pin = pin;
      clearTimeout(this.timer);
      this.timer = setTimeout(this.hide, SHOWN_FOR);
    } catch (error) {
      this.error = this.context.texts.refusal(error as WsError);
    }
  };

  private hide = (): void => {
    clearTimeout(this.timer);
    this.pin = null;
    this.isCopied = false;
    this.error = null;
  };

  private onVisibility = (): void => {
    if (document.hidden) this.hide();
  };

  private copy = async (): Promise<void> => {
    this.error = null;
    try {
      const pin = this.pin ?? (await fetchPin(this.context.hass, this.code.access_code_id));
      if (!pin) {
        this.error = this.t("code.pin_not_known");
        return;
      }
      await navigator.clipboard.writeText(pin);
      this.isCopied = true;
      setTimeout(() => (this.isCopied = false), 2000);
    } catch {
      // Without https a browser has no clipboard.
      this.error = this.t("code.copy_failed");
    }
  };
}

define("access-codes-pin", PinView);
