/** Hand a code over to a person: share it, show it large or as a QR code, or send it by a notify entity. */

import { css, html, nothing, svg, type PropertyValues, type TemplateResult } from "lit";

import { View, define } from "../context";
import { icon, type IconName } from "../icons";
import { SHOWN_FOR } from "../pins";
import { durationText, qrPath, sentWith, shareText, timeLeft } from "../sharing";
import { dialogStyles, shared } from "../styles";
import { byName } from "../standing";
import type { Code, WsError } from "../types";
import { fetchDoors, lockNames } from "../doors";

/** What was done is no news for long. */
const SAID_FOR = 12_000;

type Way = "share" | "qr" | "large" | "send";
const WAYS: readonly [Way, IconName][] = [
  ["share", "share"],
  ["qr", "qr"],
  ["large", "large"],
  ["send", "send"],
];

export class HandOver extends View {
  static override properties = {
    context: { attribute: false },
    code: { attribute: false },
    way: { state: true },
    pin: { state: true },
    said: { state: true },
    error: { state: true },
    isBusy: { state: true },
    clockNow: { state: true },
  };
  declare code: Code;
  declare way: Way | null;
  /** The PIN, while a dialog shows it. */
  declare pin: string;
  declare said: string;
  declare error: string | null;
  declare isBusy: boolean;
  declare clockNow: number;

  /** The code, and those of other locks that the PIN opens at the same times. */
  private doors!: [Code, ...Code[]];
  private hideAt = 0;
  private fading: ReturnType<typeof setTimeout> | undefined;
  private timer: ReturnType<typeof setInterval> | undefined;

  constructor() {
    super();
    this.way = this.error = null;
    this.pin = this.said = "";
    this.isBusy = false;
    this.clockNow = 0;
  }

  static override styles = [
    shared,
    dialogStyles,
    css`
      .ways {
        display: grid;
        grid-template-columns: repeat(auto-fit, minmax(72px, 1fr));
        gap: 4px;
        padding: 4px 8px 8px;
      }
      .ways button {
        flex-direction: column;
        gap: 4px;
        padding: 8px 4px;
        border-radius: 12px;
        font-size: var(--ha-font-size-s, 12px);
        text-align: center;
      }
      .qr {
        background: #fff;
        border-radius: 8px;
        justify-self: center;
        width: min(100%, 320px);
        display: block;
      }
      .text {
        user-select: all;
        padding: 12px;
        border: 1px solid var(--line);
        border-radius: 8px;
      }
      .whole {
        width: 100vw;
        height: 100vh;
        height: 100dvh;
        max-width: none;
        max-height: none;
        border-radius: 0;
        padding: 24px;
      }
      .whole .inside {
        height: 100%;
        grid-template-rows: auto 1fr auto;
        justify-items: center;
        text-align: center;
      }
      .whole .middle {
        align-self: center;
        display: grid;
        gap: 16px;
        min-width: 0;
        max-width: 100%;
      }
      .huge {
        font-family: var(--ha-font-family-code, monospace);
        font-size: clamp(40px, min(calc(120vw / var(--length, 6)), 40vh), 220px);
        line-height: 1.1;
        overflow-wrap: anywhere;
      }
      .left {
        font-size: var(--ha-font-size-xl, 20px);
      }
      label {
        display: grid;
        gap: 6px;
        font-weight: 500;
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
    clearTimeout(this.fading);
    this.forget();
  }

  protected override willUpdate(changed: PropertyValues): void {
    const before = changed.get("code") as Code | undefined;
    if (before && before.access_code_id !== this.code.access_code_id) this.close();
    else if (before && this.pin) void this.followCode();
    if (changed.has("said") && this.said) {
      clearTimeout(this.fading);
      this.fading = setTimeout(() => (this.said = ""), SAID_FOR);
    }
  }

  protected override render(): TemplateResult | typeof nothing {
    if (this.code.is_waiting_for_code_assignment) return nothing;
    return html`<div class="ways small" role="group" aria-label=${this.t("share.title")}>
        ${WAYS.map(
          ([way, sign]) => html`<button @click=${() => this.start(way)}>${icon(sign)} ${this.t(`share.${way}`)}</button>`,
        )}
      </div>
      <div aria-live="polite">
        ${this.said ? html`<div class="note info">${icon("set")} ${this.said}</div>` : nothing}
        ${this.error && !this.way ? html`<div class="note error">${icon("problem")} ${this.error}</div>` : nothing}
      </div>
      ${this.way ? this.renderDialog(this.way) : nothing}`;
  }

  private renderDialog(way: Way): TemplateResult {
    const inside = { share: () => this.renderText(), qr: () => this.renderQr(), large: () => this.renderLarge(), send: () => this.renderSend() };
    return html`<dialog class=${way === "large" ? "whole" : ""} aria-labelledby="title" @close=${this.onClose}>${inside[way]()}</dialog>`;
  }

  private renderFrame(title: string, middle: unknown): TemplateResult {
    return html`<div class="inside">
      <h2 id="title">${title}</h2>
      ${middle}
      <div class="actions"><button class="outlined" @click=${this.close}>${this.t("share.close")}</button></div>
    </div>`;
  }

  private renderText(): TemplateResult {
    return this.renderFrame(
      this.t("share.by_hand"),
      html`<p class="text" tabindex="0">${shareText(this.context, this.doors, this.pin)}</p>`,
    );
  }

  private renderQr(): TemplateResult {
    const { path, size } = qrPath(shareText(this.context, this.doors, this.pin));
    return this.renderFrame(
      this.t("share.qr_title", { name: this.code.name }),
      html`<svg class="qr" viewBox="0 0 ${size} ${size}" role="img" aria-label=${this.t("share.qr_what")} shape-rendering="crispEdges">
          ${svg`<path d=${path} fill="#000"/>`}
        </svg>
        <p class="quiet">${this.t("share.qr_what")}</p>`,
    );
  }

  // contract 11.329
  private renderLarge(): TemplateResult {
    const { clock, hass } = this.context;
    const { code } = this;
    const left = timeLeft(code, this.clockNow);
    const language = hass.locale.language;
    const seconds = Math.max(Math.ceil((this.hideAt - this.clockNow) / 1000), 0);
    return this.renderFrame(
      `${code.name} · ${lockNames(this.context, this.doors)}`,
      html`<div class="middle">
        <div class="huge" style="--length:${Math.max(this.pin.length, 4)}">${this.pin}</div>
        <div class="left">
          ${left
            ? this.t(left.isBegun ? "share.left" : "share.begins", { at: clock.moment(left.at), left: durationText(left.left, language) })
            : code.type === "ongoing"
              ? this.t("when.always")
              : nothing}
        </div>
        <div class="quiet">${this.t("share.hidden_in", { left: durationText(seconds * 1000, language) })}</div>
      </div>`,
    );
  }

  private renderSend(): TemplateResult {
    const notifiers = Object.entries(this.context.hass.states)
      .filter(([id]) => id.startsWith("notify."))
      .map(([id, state]) => ({ id, name: state?.attributes.friendly_name ?? id, isThere: state?.state !== "unavailable" }))
      .sort(byName);
    const sent = sentWith(this.context, this.code);
    const locks = sent.map((each) => this.context.store.lockOf(each)?.name ?? each.lock_entity_id);
    const what = sent.length > 1 ? this.t("share.send_booking", { locks: locks.join(", ") }) : this.t("share.send_what");
    if (notifiers.length === 0) return this.renderFrame(this.t("share.send"), html`<p>${this.t("share.no_notifiers")}</p>`);
    return html`<form class="inside" @submit=${this.onSend}>
      <h2 id="title">${this.t("share.send_title", { name: this.code.name })}</h2>
      <label>
        ${this.t("share.to")}
        <select name="notify">
          ${notifiers.map(({ id, name, isThere }) => html`<option value=${id} ?disabled=${!isThere}>${name}</option>`)}
        </select>
      </label>
      <p class="quiet">${what}</p>
      ${this.error ? html`<div class="note error" role="alert">${icon("problem")} ${this.error}</div>` : nothing}
      <div class="actions">
        <button type="button" @click=${this.close}>${this.t("panel.cancel")}</button>
        <button type="submit" class="filled" ?disabled=${this.isBusy}>${this.t("share.send")}</button>
      </div>
    </form>`;
  }

  private start = async (way: Way): Promise<void> => {
    this.error = null;
    this.said = "";
    if (way === "send") return this.open(way);
    const asked = this.code.access_code_id;
    let pin: string | null;
    let codes: Code[];
    try {
      const found = await fetchDoors(this.context, this.code);
      pin = found.pin;
      codes = found.codes;
    } catch (error) {
      this.error = this.context.texts.refusal(error as WsError);
      return;
    }
    if (asked !== this.code.access_code_id || !this.isConnected) return;
    this.doors = [this.code, ...codes.slice(1)];
    if (!pin) this.error = this.t("code.pin_not_known");
    else if (way === "share") await this.share(pin);
    else this.open(way, pin);
  };

  // contract 11.366
  /** Show what a code that changes by now opens, and by which PIN; nothing where that cannot be known. */
  private async followCode(): Promise<void> {
    const { code } = this;
    try {
      const { pin, codes } = await fetchDoors(this.context, code);
      if (code !== this.code || !this.pin) return;
      if (!pin) return this.close();
      this.doors = [code, ...codes.slice(1)];
      this.pin = pin;
      this.requestUpdate();
    } catch {
      if (code === this.code) this.close();
    }
  }

  // contract 11.327
  private async share(pin: string): Promise<void> {
    const text = shareText(this.context, this.doors, pin);
    try {
      if (navigator.share) await navigator.share({ text });
      else {
        await navigator.clipboard.writeText(text);
        this.said = this.t("share.copied");
      }
    } catch (error) {
      // Somebody who changed their mind wants no other way.
      if ((error as Error).name !== "AbortError") this.open("share", pin);
    }
  }

  private open(way: Way, pin = ""): void {
    this.way = way;
    this.pin = pin;
    this.clockNow = Date.now();
    this.hideAt = this.clockNow + SHOWN_FOR;
    clearInterval(this.timer);
    if (pin) this.timer = setInterval(this.tick, 1000);
    void this.updateComplete.then(() => this.renderRoot.querySelector("dialog")?.showModal());
  }

  private tick = (): void => {
    this.clockNow = Date.now();
    if (this.clockNow >= this.hideAt) this.close();
  };

  private forget(): void {
    clearInterval(this.timer);
    this.pin = "";
    this.way = null;
  }

  private close = (): void => {
    this.renderRoot.querySelector("dialog")?.close();
    this.forget();
  };

  private onClose = (): void => this.forget();

  private onVisibility = (): void => {
    if (document.hidden && this.pin) this.close();
  };

  // contract 11.328
  private onSend = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    if (this.isBusy) return;
    const notify = String(new FormData(event.target as HTMLFormElement).get("notify") ?? "");
    this.isBusy = true;
    this.error = null;
    try {
      await this.context.hass.callWS({
        type: "access_codes/send_code",
        access_code_id: this.code.access_code_id,
        notify,
      });
      this.close();
      this.said = this.t("share.sent", { to: this.context.hass.states[notify]?.attributes.friendly_name ?? notify });
    } catch (error) {
      this.error = this.context.texts.refusal(error as WsError);
    } finally {
      this.isBusy = false;
    }
  };
}

define("access-codes-hand-over", HandOver);
