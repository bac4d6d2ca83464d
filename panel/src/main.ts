/** The sidebar panel "Access codes". Home Assistant makes the element, and sets hass, narrow and route. */

import { LitElement, html, nothing, type PropertyValues, type TemplateResult } from "lit";

import { BASE, define, follow, goBack, type Context } from "./context";
import { icon, type IconName } from "./icons";
import { mainStyles } from "./main-styles";
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

/** The pages that are opened from one of these. */
const PAGES = new Set(["others", "code", "new", "edit"]);

/** The pages with times on them. */
const TIMED = new Set(["now", "timeline", "list", "bookings", "code"]);

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
  private shownPath = "";
  private timer: ReturnType<typeof setInterval> | undefined;

  static override styles = [shared, mainStyles];

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

  // contract 11.361
  private startStore(): void {
    if (!this.hass || !this.isConnected) return;
    const { connection, locale } = this.hass;
    if (this.store?.language === locale.language) return;
    this.store?.stop();
    this.store = new Store(connection, locale.language, () => this.requestUpdate());
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
    const { locale } = hass;
    const language = [locale.language, locale.time_format, locale.first_weekday, hass.config.time_zone].join("|");
    if (language === this.language) return;
    this.language = language;
    this.clock = new Clock(hass);
    // Tried again with the next look at the clock.
    const retry = (): void => void (this.language = "");
    Texts.load(hass).then(
      (texts) => {
        this.texts = texts;
        texts.whole.catch(retry);
      },
      retry,
    );
  }

  // contract 11.358
  protected override updated(): void {
    const before = this.shownPath;
    this.shownPath = this.path;
    if (before === "" || before === this.path || document.activeElement !== document.body) return;
    // What had the focus went with its page: a screen reader says the title of the new one, and Tab goes on from there.
    this.renderRoot.querySelector("h1")?.focus({ preventScroll: true });
  }

  /** Home Assistant's sidebar is there beside the panel, and needs no button. */
  private get hasSidebar(): boolean {
    return !this.narrow && this.hass?.dockedSidebar !== "always_hidden";
  }

  // contract 11.340
  private get tabs(): typeof TABS {
    return TABS.filter(([name]) => name !== "bookings" || Object.keys(this.store?.bookingCalendars ?? {}).length > 0);
  }

  // contract 11.381
  /** Whether a page has a tab; until it is known whether bookings are followed, theirs has, too. */
  private isTop(page: string): boolean {
    return (this.store?.hasLocks ? this.tabs : TABS).some(([name]) => name === page);
  }

  private get path(): string {
    return (this.route?.path || "/now").replace(/\/+$/, "") || "/now";
  }

  /** Of an address that is none of ours, the first. */
  private get page(): string {
    const [, page = ""] = this.path.split("/");
    return TABS.some(([name]) => name === page) || PAGES.has(page) ? page : "now";
  }

  protected override render(): TemplateResult {
    const { texts, page } = this;
    const isTop = this.isTop(page);
    return html`
      <header>
        ${isTop
          ? this.hasSidebar
            ? nothing
            : html`<button class="round" @click=${this.openMenu} aria-label=${texts?.t("panel.menu") ?? ""}>
              ${icon("menu")}
            </button>`
          : html`<button class="round" @click=${() => goBack(page === "others" || page === "bookings" ? "/locks" : "/list")} aria-label=${texts?.t("panel.back") ?? ""}>
              ${icon("back")}
            </button>`}
        <h1 tabindex="-1">${texts?.t(isTop ? "panel.title" : `panel.${page}`) ?? ""}</h1>
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
      <main class=${page === "timeline" ? "wide" : ""}>${this.renderZone(page)}${this.renderPage(page)}</main>
      ${isTop && page !== "locks" && page !== "bookings" && texts && this.store && this.store.locks.size > 0
        ? html`<a class="add" href="${BASE}/new" @click=${follow}>${icon("plus")} <span>${texts.t("panel.add")}</span></a>`
        : nothing}
    `;
  }

  // contract 11.355
  /** Say whose clock it is, where the device has another one; the form says it at its fields. */
  private renderZone(page: string): TemplateResult | typeof nothing {
    const { texts, clock } = this;
    if (!texts || !clock?.isElsewhere || !TIMED.has(page)) return nothing;
    return html`<p class="quiet zone">${texts.t("edit.zone", { zone: clock.zone })}</p>`;
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
