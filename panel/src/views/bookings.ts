/** The bookings of each calendar that is followed: who is here, who comes, the time between, and how each code is. */

import { html, nothing, type TemplateResult } from "lit";

import { BASE, define, follow } from "../context";
import { icon, type IconName } from "../icons";
import { statusWord } from "../phrases";
import { optionsOf } from "../remedies";
import { durationText } from "../sharing";
import { gapsBefore, nights, staysOf, type Phase, type Stay, type StayGap, type StayLock, type Trouble } from "../stays";
import { shared } from "../styles";
import type { BookingCalendar, Bookings, WsError } from "../types";
import { AskingView } from "./asking";
import { bookingStyles } from "./bookings-styles";

const FOLLOW = "/config/integrations/dashboard/add?domain=access_codes";

const SIGNS: Record<Phase, IconName> = { here: "person", coming: "upcoming", left: "ended" };

export class BookingsView extends AskingView {
  static override properties = { context: { attribute: false }, found: { state: true }, failure: { state: true } };
  declare found: Bookings | null;
  declare failure: string | null;

  static override styles = [shared, bookingStyles];

  constructor() {
    super();
    this.found = this.failure = null;
  }

  protected override async ask(): Promise<void> {
    try {
      this.found = await this.context.hass.callWS<Bookings>({ type: "access_codes/bookings", language: this.context.hass.locale.language });
      this.failure = null;
    } catch (error) {
      this.failure = this.context.texts.refusal(error as WsError);
    }
  }

  // contract 11.341, 11.344
  protected override render(): TemplateResult {
    const { found, failure } = this;
    const failed = failure
      ? html`<div class="note error card" role="alert">
          ${icon("problem")}
          <div>${this.t("bookings.failed")}<br />${failure}</div>
          <button class="outlined" @click=${this.load}>${this.t("panel.retry")}</button>
        </div>`
      : nothing;
    if (found === null)
      return failure
        ? html`${failed}`
        : html`<div class="loading" role="status" aria-label=${this.t("panel.loading")}>
            <div></div>
            <div></div>
          </div>`;
    if (found.calendars.length === 0)
      return html`${failed}
        <div class="empty" role="status">
          ${icon("bookings")}
          <p>${this.t("bookings.no_calendar")}</p>
          <a class="button outlined" href=${FOLLOW}>${this.t("bookings.follow")}</a>
        </div>`;
    return html`${failed} ${found.calendars.map((calendar) => this.renderCalendar(calendar, found))}`;
  }

  private renderCalendar(calendar: BookingCalendar, found: Bookings): TemplateResult {
    const { store, clock, now } = this.context;
    const stays = staysOf(calendar, store.codes, now);
    const isEmpty = stays.here.length + stays.coming.length === 0;
    return html`<section class="card" aria-label=${calendar.name}>
      <div class="head">
        <span class="quiet">${icon("bookings")}</span>
        <h2>${calendar.name}</h2>
        ${calendar.read_at
          ? html`<span class="end quiet">${this.t("bookings.read_at", { at: clock.moment(calendar.read_at) })}</span>`
          : nothing}
      </div>
      ${this.renderCalendarTrouble(calendar)}
      ${calendar.is_loaded && isEmpty ? html`<p class="none">${this.t("bookings.none")}</p>` : nothing}
      ${(["here", "coming"] as const).map((phase) => this.renderPhase(phase, stays[phase], calendar, found))}
      ${stays.left.length > 0
        ? html`<details>
            <summary>${this.t("bookings.left", { count: stays.left.length })}</summary>
            <ul>
              ${stays.left.map((stay) => this.renderStay(stay))}
            </ul>
          </details>`
        : nothing}
    </section>`;
  }

  private renderCalendarTrouble(calendar: BookingCalendar): TemplateResult | typeof nothing {
    const { clock } = this.context;
    const text = !calendar.is_loaded
      ? this.t("bookings.not_running")
      : calendar.failing_since !== null
        ? this.t("bookings.failing", { since: clock.moment(calendar.failing_since) })
        : null;
    if (text === null) return nothing;
    return html`<div class="note error">
      ${icon("offline")}
      <div>${text} <a href=${calendar.is_loaded ? "/config/repairs" : optionsOf(calendar.entry_id)}>${this.t(calendar.is_loaded ? "now.look_at_repairs" : "locks.options")}</a></div>
    </div>`;
  }

  private renderPhase(phase: Phase, stays: Stay[], calendar: BookingCalendar, found: Bookings): unknown {
    if (stays.length === 0) return nothing;
    return html`<h3>${this.t(`bookings.${phase}`)}</h3>
      <ul>
        ${stays.map(
          (stay) => html`${phase === "coming"
              ? gapsBefore(stay.booking, found.gaps).map((gap) => this.renderGap(gap, stay, calendar))
              : nothing}
            ${this.renderStay(stay)}`,
        )}
      </ul>`;
  }

  // contract 11.343
  private renderGap(gap: StayGap, stay: Stay, calendar: BookingCalendar): TemplateResult {
    const { clock, hass } = this.context;
    const isOfAll = gap.lock_entity_ids.length === stay.booking.locks.length;
    const long = durationText(Date.parse(gap.ends_at) - Date.parse(gap.starts_at), hass.locale.language);
    const times = this.t("when.window", { from: clock.moment(gap.starts_at), to: clock.moment(gap.ends_at) });
    const where = isOfAll ? [] : gap.lock_entity_ids.map((id) => this.lockName(id));
    return html`<li class="gap small" aria-label="${calendar.name}: ${this.t("bookings.gap", { long })}">
      ${icon("clean")}
      <div><b>${this.t("bookings.gap", { long })}</b> <span>${[times, ...where].join(" · ")}</span></div>
    </li>`;
  }

  private renderStay({ booking, phase, locks, troubles }: Stay): TemplateResult {
    const { clock } = this.context;
    const isBad = troubles.some((each) => !each.isWarning);
    const look = isBad ? "problem" : troubles.length > 0 ? "warning" : phase === "here" ? "set" : phase === "coming" ? "upcoming" : "ended";
    const count = nights(clock.wall(booking.starts_at), clock.wall(booking.ends_at));
    const told = [
      // contract 11.353
      ...(booking.lock_count > 1 && phase !== "left" ? [booking.display_status] : []),
      ...(count > 0 ? [this.t("bookings.nights", { count })] : []),
      ...(booking.checked_in_at && phase === "here" ? [this.t("bookings.checked_in", { at: clock.moment(booking.checked_in_at) })] : []),
      ...(booking.sent_at && phase !== "left" ? [this.t("bookings.sent", { at: clock.moment(booking.sent_at) })] : []),
      ...(booking.state === "followed" ? [] : [this.t(`bookings.${booking.state}`)]),
    ];
    return html`<li class="stay ${isBad ? "bad" : ""}">
      <span class=${look}>${icon(troubles.length > 0 ? "problem" : SIGNS[phase])}</span>
      <div class="texts">
        <div class="name">${troubles.length > 0 ? html`<span class="visually-hidden">${this.t("status.problem")}: </span>` : nothing}${booking.name}</div>
        <dl>
          <div><dt>${this.t("bookings.arrival")}</dt><dd>${this.moment(booking.starts_at)}</dd></div>
          <div><dt>${this.t("bookings.departure")}</dt><dd>${this.moment(booking.ends_at)}</dd></div>
        </dl>
        <div class="quiet">${told.join(" · ")}</div>
      </div>
      ${phase === "left" ? nothing : html`<div class="codes">${locks.map((each) => this.renderLock(each))}</div>`}
      ${troubles.length > 0
        ? html`<ul class="troubles">
            ${troubles.map((each) => this.renderTrouble(each))}
          </ul>`
        : nothing}
    </li>`;
  }

  /** Day and time; of today the word for it, which a time alone does not say. */
  private moment(instant: string): string {
    const { clock, now } = this.context;
    const isToday = clock.wall(instant).slice(0, 10) === clock.wall(new Date(now)).slice(0, 10);
    return isToday ? `${this.t("timeline.today")}, ${clock.time(instant)}` : clock.moment(instant);
  }

  private renderLock({ lock, kind }: StayLock): TemplateResult {
    const name = this.lockName(lock.lock_entity_id);
    const sign = kind ?? "unset";
    const linked = [...this.context.store.locks.values()].find((each) => each.entity_id === lock.lock_entity_id);
    const inside = html`<span class=${sign}>${icon(sign)}</span><span><b>${name}</b> ${statusWord(this.context.texts, sign, linked)}</span>`;
    return lock.code && kind
      ? html`<a class="code small" href="${BASE}/code/${lock.code.access_code_id}" @click=${follow}>${inside}</a>`
      : html`<span class="code small">${inside}</span>`;
  }

  private renderTrouble({ key, message, lock_entity_id, isWarning, since }: Trouble): TemplateResult {
    const text = key === null ? message : this.t(key, since ? { since: this.context.clock.moment(since) } : {});
    const name = lock_entity_id === null ? "" : this.lockName(lock_entity_id);
    const where = name === "" || text.includes(name) ? "" : `${name}: `;
    return html`<li class=${isWarning ? "" : "problem"}>${where}${text} ${since ? html`<a href="/config/repairs">${this.t("now.look_at_repairs")}</a>` : nothing}</li>`;
  }

  private lockName(entityId: string | null): string {
    for (const lock of this.context.store.locks.values()) if (entityId !== null && lock.entity_id === entityId) return lock.name;
    return entityId ?? this.t("bookings.lock_gone");
  }
}

define("access-codes-bookings", BookingsView);
