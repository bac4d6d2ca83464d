/** All codes of all locks in a day, a week or a month: which window is when, and what is wrong. Windows are moved here. */

import { html, nothing, type PropertyValues, type TemplateResult } from "lit";
import { repeat } from "lit/directives/repeat.js";

import { View, define } from "../context";
import { icon } from "../icons";
import { grouped, sorted, type Group, type GroupBy } from "../listing";
import { Moves, type Moved, type WindowMove } from "../moves";
import { reachText } from "../phrases";
import { shared } from "../styles";
import { SCALES, barsOf, columns, occurrencesKey, position, rangeOf, shifted, type Range, type Scale } from "../timeline";
import type { Code, TimeSpan, WsError } from "../types";
import { layOutAhead } from "./laid";
import "./lane";
import { timelineStyles } from "./timeline-styles";
import "./toast";
import type { Toast } from "./toast";

/** What was chosen last: kept while the panel is open. */
const chosen: { scale: Scale; day: string; by: GroupBy; open: Set<string> } = {
  scale: "week",
  day: "",
  by: "lock",
  open: new Set(),
};

const NONE: readonly TimeSpan[] = [];

/** They go on where the page is left meanwhile. */
const moves = new Moves();

export class TimelineView extends View {
  static override properties = { context: { attribute: false }, occurrences: { state: true }, failure: { state: true } };
  declare occurrences: Record<string, TimeSpan[]>;
  declare failure: string | null;

  private asked = "";
  private range: Range = { from: "", to: "" };

  constructor() {
    super();
    this.occurrences = {};
    this.failure = null;
  }

  static override styles = [shared, timelineStyles];

  protected override willUpdate(_: PropertyValues): void {
    const { clock, store } = this.context;
    chosen.day ||= clock.wall().slice(0, 10);
    const range = rangeOf(chosen.scale, chosen.day, clock.firstWeekday);
    if (range.from !== this.range.from || range.to !== this.range.to) this.range = range;
    const key = occurrencesKey(store.codes.values(), range);
    if (key !== this.asked) {
      this.asked = key;
      if (key) void this.load(key);
    }
  }

  // contract 18.11
  private async load(key: string): Promise<void> {
    try {
      const answer = await this.context.hass.callWS<{ occurrences: Record<string, TimeSpan[]> }>({
        type: "access_codes/occurrences",
        starts_at: `${this.range.from}:00`,
        ends_at: `${this.range.to}:00`,
      });
      if (key !== this.asked) return;
      this.occurrences = answer.occurrences;
      this.failure = null;
    } catch (error) {
      if (key === this.asked) this.failure = this.context.texts.refusal(error as WsError);
    }
  }

  protected override updated(): void {
    layOutAhead(this.renderRoot, "access-codes-lane");
  }

  private retry = (): void => {
    this.asked = "";
    this.failure = null;
  };

  protected override render(): TemplateResult {
    const { store } = this.context;
    const at = position(this.context.clock.wall(new Date(this.context.now)), this.range);
    const present = at >= 0 && at < 1 ? `--now-display:block;--now-at:${at * 100}%` : "";
    const groups = grouped(sorted([...store.codes.values()], "window"), store.locks.values(), chosen.by);
    return html`
      ${this.renderTools()}
      ${this.failure
        ? html`<div class="note error alone" role="alert">
            ${icon("problem")} <span>${this.failure}</span>
            <button class="outlined" @click=${this.retry}>${this.t("panel.retry")}</button>
          </div>`
        : nothing}
      ${store.codes.size === 0
        ? html`<div class="empty" role="status">${icon("upcoming")}<p>${this.t("list.empty")}</p></div>`
        : html`<div class="groups" style="--columns:${columns(chosen.scale, this.range).length};${present}">
            ${this.renderAxis()} ${chosen.by === "lock" ? groups.map((group) => this.renderLock(group)) : this.renderPeople(groups)}
          </div>`}
      ${store.codes.size === 0
        ? nothing
        : html`<p class="quiet by-mouse">${this.t("timeline.how")}</p>
            <p class="quiet by-touch">${this.t("timeline.how_touch")}</p>`}
      <access-codes-toast></access-codes-toast>
    `;
  }

  private renderTools(): TemplateResult {
    return html`<div class="tools">
      <div role="group" aria-label=${this.t("timeline.scale")}>
        ${SCALES.map(
          (scale) => html`<button class="chip" aria-pressed=${chosen.scale === scale ? "true" : "false"} @click=${() => this.choose({ scale })}>
            ${this.t(`timeline.${scale}`)}
          </button>`,
        )}
      </div>
      <div class="steps">
        <button class="round previous" aria-label=${this.t("timeline.before")} @click=${() => this.step(-1)}>${icon("chevron")}</button>
        <button class="chip" @click=${() => this.choose({ day: this.context.clock.wall().slice(0, 10) })}>${this.t("timeline.today")}</button>
        <button class="round next" aria-label=${this.t("timeline.after")} @click=${() => this.step(1)}>${icon("chevron")}</button>
      </div>
      <div class="span" aria-live="polite">${this.rangeText}</div>
      <div class="end" role="group" aria-label=${this.t("list.group")}>
        ${(["lock", "person"] as const).map(
          (by) => html`<button
            class="chip small"
            aria-label=${this.t(`list.by_${by}`)}
            aria-pressed=${chosen.by === by ? "true" : "false"}
            @click=${() => this.choose({ by })}
          >
            ${icon(by)} <span class="word">${this.t(`list.by_${by}`)}</span>
          </button>`,
        )}
      </div>
    </div>`;
  }

  private get rangeText(): string {
    const { clock } = this.context;
    const { from, to } = this.range;
    const length = window.innerWidth <= 700 ? "short" : "long";
    if (chosen.scale === "day") return clock.wallText(from, { weekday: length, day: "numeric", month: length, year: "numeric" });
    if (chosen.scale === "month") return clock.wallText(from, { month: "long", year: "numeric" });
    const last = columns("week", { from, to })[6]!;
    const short = { day: "numeric", month: "short" } as const;
    return `${clock.wallText(from, short)} – ${clock.wallText(last, { ...short, year: "numeric" })}`;
  }

  private renderAxis(): TemplateResult {
    const { clock } = this.context;
    const { scale } = chosen;
    const today = clock.wall().slice(0, scale === "day" ? 13 : 10);
    const isNarrow = window.innerWidth <= 700;
    const label = (wall: string): string => {
      if (scale === "day") return clock.wallText(wall, { hour: "numeric" });
      if (scale === "month") return clock.wallText(wall, { day: "numeric" });
      return clock.wallText(wall, { weekday: isNarrow ? "narrow" : "short", day: "numeric" });
    };
    return html`<div class="card sticky">
      <div class="axis" aria-hidden="true">
        <span></span>
        <div class="days ${scale}">
          ${columns(scale, this.range).map((wall) => html`<span class=${wall.startsWith(today) ? "today" : ""}>${label(wall)}</span>`)}
        </div>
      </div>
    </div>`;
  }

  private renderLock(group: Group): TemplateResult {
    const reach = group.lock ? reachText(this.context, group.lock) : null;
    return html`<section class="card" aria-label=${group.title}>
      <h2>
        ${group.title} ${group.lock?.area ? html`<span class="quiet">${group.lock.area}</span>` : nothing}
        ${group.codes.length === 0 ? html`<span class="quiet end">${this.t("list.none_on_lock")}</span>` : nothing}
      </h2>
      ${reach ? html`<div class="note error small">${icon("offline")} ${reach}</div>` : nothing}
      ${this.renderLanes(group.key, group.codes, () => "")}
    </section>`;
  }

  private renderPeople(groups: Group[]): TemplateResult {
    const codes = groups.flatMap((group) => group.codes);
    return html`<section class="card" aria-label=${this.t("list.by_person")}>
      ${this.renderLanes("people", codes, (code) => this.context.store.lockOf(code)?.name ?? code.lock_entity_id)}
    </section>`;
  }

  /** Codes with a time in the range; the others are one press away. */
  private renderLanes(key: string, codes: Code[], place: (code: Code) => string): unknown {
    const { clock, now } = this.context;
    const isInRange = (code: Code): boolean =>
      barsOf(code, this.occurrences[code.access_code_id] ?? NONE, this.range, clock.zone, now).length > 0;
    const isOpen = chosen.open.has(key);
    const shown = isOpen ? codes : codes.filter(isInRange);
    const hidden = codes.length - shown.length;
    return html`${repeat(
      shown,
      (code) => code.access_code_id,
      (code) => html`<access-codes-lane
        .context=${this.context}
        .code=${code}
        .occurrences=${this.occurrences[code.access_code_id] ?? NONE}
        .range=${this.range}
        .scale=${chosen.scale}
        .heading=${""}
        .place=${place(code)}
        @window-moved=${this.onMoved}
      ></access-codes-lane>`,
    )}
    ${hidden > 0 || isOpen
      ? html`<button class="more small" aria-expanded=${isOpen ? "true" : "false"} @click=${() => this.toggle(key)}>
          ${isOpen ? this.t("timeline.hide_others") : this.t("timeline.others", { count: hidden })}
        </button>`
      : nothing}`;
  }

  private toggle(key: string): void {
    if (!chosen.open.delete(key)) chosen.open.add(key);
    this.requestUpdate();
  }

  private step(by: 1 | -1): void {
    this.choose({ day: shifted(chosen.scale, chosen.day, by) });
  }

  private choose(choice: Partial<typeof chosen>): void {
    Object.assign(chosen, choice);
    this.requestUpdate();
  }

  // contract 11.318
  private onMoved = async ({ detail }: CustomEvent<WindowMove>): Promise<void> => {
    const { hass, store } = this.context;
    // Its way back would take this move back, too.
    this.toast.forget(detail.code.access_code_id);
    try {
      const moved = await moves.move(hass, store, detail);
      if (moved && !moved.isOvertaken) this.say(detail.code, moved);
    } catch (error) {
      this.toast.show({ text: this.context.texts.refusal(error as WsError), isError: true });
    }
  };

  private say(code: Code, moved: Moved): void {
    const { hass, store } = this.context;
    const locks = moved.codes.map((each) => store.lockOf(each)?.name ?? each.lock_entity_id);
    this.toast.show({
      text: this.t("timeline.moved", { name: code.name, lock: new Intl.ListFormat(hass.locale.language).format(locks) }),
      action: this.t("timeline.undo"),
      act: () => void this.takeBack(moved),
      about: moved.codes.map((each) => each.access_code_id),
    });
  }

  private async takeBack(moved: Moved): Promise<void> {
    const { hass, store } = this.context;
    try {
      await moves.takeBack(hass, store, moved);
      this.toast.show({ text: this.t("timeline.undone") });
    } catch (error) {
      this.toast.show({ text: this.context.texts.refusal(error as WsError), isError: true });
    }
  }

  private get toast(): Toast {
    return this.renderRoot.querySelector("access-codes-toast") as Toast;
  }
}

define("access-codes-timeline", TimelineView);
