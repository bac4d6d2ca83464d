/** The sidebar panel "Access codes". Home Assistant makes the element, and sets hass, narrow and route. */

import { LitElement, css, html, nothing, type PropertyValues, type TemplateResult } from "lit";

import { BASE, define, follow, goBack, type Context } from "./context";
import { icon, type IconName } from "./icons";
import { Store } from "./store";
import { shared } from "./styles";
import { Texts } from "./texts";
import { Clock } from "./times";
import type { Hass, Route } from "./types";
import "./views/bookings";
import "./views/code";
import "./views/edit";
import "./views/list";
import "./views/locks";
import "./views/now";
import "./views/others";
import "./views/row";
import "./views/timeline";

const MINUTE = 60_000;

/** The pages that are one press away from each other, with their signs. */
const TABS: [string, IconName][] = [
  ["now", "set"],
  ["timeline", "upcoming"],
  ["list", "person"],
  ["bookings", "bookings"],
  ["locks", "lock"],
];

export class AccessCodesPanel extends LitElement {
  static override properties = {
    hass: { attribute: false },
    narrow: { type: Boolean, reflect: true },
    route: { attribute: false },
    texts: { state: true },
  };
  declare hass: Hass;
  declare narrow: boolean;
  declare route: Route | undefined;
  declare texts: Texts | undefined;

  private store: Store | undefined;
  private clock: Clock | undefined;
  private language = "";
  private timer: ReturnType<typeof setInterval> | undefined;

  static override styles = [
    shared,
    css`
      :host {
        min-height: 100vh;
        min-height: 100dvh;
        background: var(--primary-background-color, #fafafa);
        --color-scheme: light;
      }
      :host([dark]) {
        --color-scheme: dark;
      }
      header {
        position: sticky;
        top: 0;
        z-index: 2;
        display: flex;
        align-items: center;
        gap: 4px;
        height: var(--header-height, 56px);
        padding-block: 0;
        padding-inline: 12px 8px;
        background: var(--app-header-background-color, var(--primary-color));
        color: var(--app-header-text-color, var(--text-primary-color, #fff));
        border-bottom: var(--app-header-border-bottom, 1px solid var(--line));
      }
      h1 {
        margin: 0 8px;
        font-size: var(--ha-font-size-xl, 20px);
        font-weight: 400;
        white-space: nowrap;
        overflow: hidden;
        text-overflow: ellipsis;
        flex: 1;
      }
      nav {
        display: flex;
        height: 100%;
      }
      nav a {
        display: flex;
        align-items: center;
        padding: 0 16px;
        font-weight: 500;
        border-bottom: 2px solid transparent;
      }
      nav .icon {
        display: none;
      }
      nav a[aria-current="page"] {
        border-color: currentColor;
      }
      :host([narrow]) nav {
        position: fixed;
        z-index: 4;
        inset-inline: 0;
        bottom: 0;
        height: calc(60px + env(safe-area-inset-bottom, 0px));
        padding-bottom: env(safe-area-inset-bottom, 0px);
        background: var(--sidebar-background-color, var(--card));
        color: var(--quiet);
        border-top: 1px solid var(--line);
      }
      :host([narrow]) nav a {
        flex: 1;
        flex-direction: column;
        justify-content: center;
        gap: 2px;
        padding: 0;
        font-size: var(--ha-font-size-s, 12px);
        border: none;
      }
      :host([narrow]) nav .icon {
        display: block;
      }
      :host([narrow]) nav a[aria-current="page"] {
        color: var(--accent);
      }
      nav a:focus-visible {
        outline-color: currentColor;
        outline-offset: -4px;
      }
      main {
        max-width: 1080px;
        margin: 0 auto;
        padding: 24px 24px 96px;
      }
      main.wide {
        max-width: 1600px;
      }
      :host([narrow]) main {
        padding: 16px 12px 152px;
      }
      .add {
        position: fixed;
        inset-inline-end: calc(24px + env(safe-area-inset-right, 0px));
        bottom: calc(24px + env(safe-area-inset-bottom, 0px));
        z-index: 3;
        min-height: 56px;
        padding: 0 20px;
        border-radius: 16px;
        background: var(--fill);
        color: var(--on-fill);
        font-weight: 500;
        box-shadow: 0 3px 8px rgba(0, 0, 0, 0.3);
        display: inline-flex;
        align-items: center;
        gap: 12px;
      }
      :host([narrow]) .add span {
        position: absolute;
        width: 1px;
        height: 1px;
        overflow: hidden;
        clip-path: inset(50%);
        white-space: nowrap;
      }
      :host([narrow]) .add {
        width: 56px;
        padding: 0;
        justify-content: center;
        bottom: calc(76px + env(safe-area-inset-bottom, 0px));
      }
      .add:hover {
        background: color-mix(in srgb, var(--fill) 88%, #000);
      }
      .offline {
        position: sticky;
        top: var(--header-height, 56px);
        z-index: 1;
        background: var(--warn);
        color: #000;
        padding: 8px 16px;
        display: flex;
        gap: 12px;
        align-items: center;
      }
      .loading {
        display: grid;
        gap: 16px;
      }
      .loading div {
        height: 96px;
        border-radius: var(--radius);
        background: color-mix(in srgb, var(--primary-text-color) 7%, transparent);
      }
    `,
  ];

  override connectedCallback(): void {
    super.connectedCallback();
    this.timer = setInterval(() => this.requestUpdate(), MINUTE / 2);
    this.startStore();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearInterval(this.timer);
    this.store?.stop();
    this.store = undefined;
  }

  private startStore(): void {
    if (this.store || !this.hass || !this.isConnected) return;
    this.store = new Store(this.hass.connection, () => this.requestUpdate());
    void this.store.start();
  }

  protected override shouldUpdate(changed: PropertyValues<this>): boolean {
    // Home Assistant sets a new hass with each change of any state: only these matter here.
    if (changed.size === 1 && changed.has("hass")) {
      const before = changed.get("hass") as Hass | undefined;
      return (
        before === undefined ||
        before.locale !== this.hass.locale ||
        before.config.time_zone !== this.hass.config.time_zone ||
        before.themes?.darkMode !== this.hass.themes?.darkMode
      );
    }
    return true;
  }

  protected override willUpdate(): void {
    this.startStore();
    const { hass } = this;
    this.toggleAttribute("dark", hass?.themes?.darkMode === true);
    if (!hass) return;
    const language = `${hass.locale.language}|${hass.locale.time_format}|${hass.config.time_zone}`;
    if (language === this.language) return;
    this.language = language;
    this.clock = new Clock(hass);
    Texts.load(hass).then(
      (texts) => (this.texts = texts),
      // Tried again with the next look at the clock.
      () => (this.language = ""),
    );
  }

  /** Home Assistant's sidebar is there beside the panel, and needs no button. */
  private get hasSidebar(): boolean {
    return !this.narrow && this.hass?.dockedSidebar !== "always_hidden";
  }

  // contract 11.340
  private get tabs(): typeof TABS {
    return TABS.filter(([name]) => name !== "bookings" || Object.keys(this.store?.bookingCalendars ?? {}).length > 0);
  }

  private get path(): string {
    return (this.route?.path || "/now").replace(/\/+$/, "") || "/now";
  }

  protected override render(): TemplateResult {
    const { texts } = this;
    const [, page = "now"] = this.path.split("/");
    const isTop = TABS.some(([name]) => name === page);
    return html`
      <header>
        ${isTop
          ? this.hasSidebar
            ? nothing
            : html`<button class="round" @click=${this.openMenu} aria-label=${texts?.t("panel.menu") ?? ""}>
              ${icon("menu")}
            </button>`
          : html`<button class="round" @click=${() => goBack(page === "others" ? "/locks" : "/list")} aria-label=${texts?.t("panel.back") ?? ""}>
              ${icon("back")}
            </button>`}
        <h1>${texts?.t(isTop ? "panel.title" : `panel.${page}`) ?? ""}</h1>
        ${isTop && texts
          ? html`<nav aria-label=${texts.t("panel.title")}>
              ${this.tabs.map(
                ([each, sign]) => html`<a
                  href="${BASE}/${each}"
                  @click=${follow}
                  aria-current=${page === each ? "page" : "false"}
                  >${icon(sign)}${texts.t(`panel.${each}`)}</a
                >`,
              )}
            </nav>`
          : nothing}
      </header>
      ${this.store?.isOffline && texts
        ? html`<div class="offline small" role="status">${icon("offline")} ${texts.t("panel.offline")}</div>`
        : nothing}
      <main class=${page === "timeline" ? "wide" : ""}>${this.renderPage(page)}</main>
      ${isTop && page !== "locks" && page !== "bookings" && texts && this.store && this.store.locks.size > 0
        ? html`<a class="add" href="${BASE}/new" @click=${follow}>${icon("plus")} <span>${texts.t("panel.add")}</span></a>`
        : nothing}
    `;
  }

  private renderPage(page: string): TemplateResult {
    const { store, texts, clock, hass } = this;
    if (!store || !texts || !clock || (!store.error && !(store.hasCodes && store.hasLocks)))
      return html`<div class="loading" role="status" aria-label=${texts?.t("panel.loading") ?? ""}>
        <div></div>
        <div></div>
        <div></div>
      </div>`;
    if (store.error)
      return html`<div class="empty" role="alert">
        ${icon("problem")}
        <p>${texts.t(store.error.code === "unauthorized" ? "panel.not_allowed" : "panel.failed")}</p>
        <button class="outlined" @click=${this.retry}>${texts.t("panel.retry")}</button>
      </div>`;
    if (store.locks.size === 0)
      return html`<div class="empty">
        ${icon("lock")}
        <p>${texts.t("panel.no_locks")}</p>
        <a class="button filled" href="/config/integrations/integration/access_codes">${texts.t("panel.link_locks")}</a>
      </div>`;
    const now = Math.floor(Date.now() / MINUTE) * MINUTE;
    const context: Context = { hass, store, texts, clock, now };
    return this.renderView(page, context);
  }

  private renderView(page: string, context: Context): TemplateResult {
    const [, , id = ""] = this.path.split("/");
    switch (page) {
      case "list":
        return html`<access-codes-list .context=${context}></access-codes-list>`;
      case "timeline":
        return html`<access-codes-timeline .context=${context}></access-codes-timeline>`;
      case "bookings":
        return html`<access-codes-bookings .context=${context}></access-codes-bookings>`;
      case "locks":
        return html`<access-codes-locks .context=${context}></access-codes-locks>`;
      case "others":
        return html`<access-codes-others .context=${context}></access-codes-others>`;
      case "code":
        return html`<access-codes-code .context=${context} .codeId=${id}></access-codes-code>`;
      case "new":
        return html`<access-codes-edit .context=${context} .codeId=${""}></access-codes-edit>`;
      case "edit":
        return html`<access-codes-edit .context=${context} .codeId=${id}></access-codes-edit>`;
      default:
        return html`<access-codes-now .context=${context}></access-codes-now>`;
    }
  }

  private retry = (): void => {
    this.store?.stop();
    this.store = undefined;
    this.startStore();
    this.requestUpdate();
  };

  private openMenu = (): void => {
    this.dispatchEvent(new CustomEvent("hass-toggle-menu", { bubbles: true, composed: true }));
  };

}

define("access-codes-panel", AccessCodesPanel);
