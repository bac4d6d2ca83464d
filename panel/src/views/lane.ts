/** One row of the timeline: a code, and its bars. A window is moved by hand or by arrow keys. */

import { html, nothing, type PropertyValues, type TemplateResult } from "lit";
import { repeat } from "lit/directives/repeat.js";

import { BASE, View, define, follow } from "../context";
import { icon } from "../icons";
import { standing } from "../standing";
import { shared } from "../styles";
import { KEY_STEP, barOf, barsOf, isMovable, minutesFor, moved, position, type Bar, type Edge, type Range, type Scale } from "../timeline";
import type { Code, TimeSpan } from "../types";
import { laneStyles } from "./lane-styles";

/** A press of a key is sent only after this pause: a lock need not be told of each. */
const PAUSE_IN_PRESSING = 1000;
const DRAG_FROM = 4;

export interface WindowMove {
  code: Code;
  starts: string;
  ends: string;
  /** Called where it was refused: the bar goes back. */
  undo: () => void;
}

interface Drag {
  edge: Edge;
  from: number;
  width: number;
  sign: 1 | -1;
  isMoving: boolean;
  before: { starts: string; ends: string };
}

export class Lane extends View {
  static override properties = {
    context: { attribute: false },
    code: { attribute: false },
    occurrences: { attribute: false },
    range: { attribute: false },
    scale: {},
    heading: {},
    place: {},
    draft: { state: true },
    focused: { state: true },
  };
  declare code: Code;
  declare occurrences: readonly TimeSpan[];
  declare range: Range;
  declare scale: Scale;
  declare heading: string;
  declare place: string;
  /** The window as it is being moved, or has been, until the integration tells it. */
  declare draft: { starts: string; ends: string } | null;
  declare focused: boolean;

  private drag: Drag | null = null;
  private isJustDragged = false;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private shown: unknown[] = [];

  static override styles = [shared, laneStyles];

  constructor() {
    super();
    this.draft = null;
    this.focused = false;
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearTimeout(this.timer);
  }

  private get bars(): Bar[] {
    return barsOf(this.code, this.occurrences, this.range, this.context.clock.zone, this.context.now);
  }

  // contract 11.350
  protected override shouldUpdate(changed: PropertyValues): boolean {
    const { code, occurrences, range, heading, place, context } = this;
    const looks = [standing(code, context.now), this.bars.map((bar) => bar.kind).join()];
    const shown = [code, occurrences, range, heading, place, context.texts, context.clock, ...looks];
    const isSame = shown.every((each, index) => each === this.shown[index]);
    this.shown = shown;
    return !isSame || changed.has("draft") || changed.has("focused");
  }

  protected override willUpdate(changed: PropertyValues): void {
    const before = changed.get("code") as Code | undefined;
    if (before && (before.starts_at !== this.code.starts_at || before.ends_at !== this.code.ends_at)) this.draft = null;
  }

  protected override render(): TemplateResult {
    const { code, range, context, bars } = this;
    const whole = standing(code, context.now);
    return html`<div class="row">
      <div class="who small">
        <span class=${whole} title=${this.t(`status.${whole}`)}>${icon(whole)}</span>
        <div class="texts">
          <div class="name">${this.heading || code.name}</div>
          ${this.place ? html`<div class="quiet">${this.place}</div>` : nothing}
        </div>
      </div>
      <div class="track" dir=${this.isRightToLeft ? "rtl" : "ltr"}>
        ${repeat(
          bars,
          // A window that was moved is the same bar still: it keeps its focus.
          (bar) => (isMovable(code) ? "window" : bar.starts_at),
          (bar) => this.renderBar(bar),
        )}
        <div class="now"></div>
        <output style="--at:${this.draft ? Math.max(position(this.draft.starts, range), 0) * 100 : 0}%">${this.draft ? this.spanText(this.draft.starts, this.draft.ends) : ""}</output>
      </div>
    </div>`;
  }

  private get isRightToLeft(): boolean {
    return document.dir === "rtl";
  }

  // contract 11.317, 11.318
  private renderBar(bar: Bar): TemplateResult | typeof nothing {
    const { code } = this;
    const isFree = isMovable(code);
    const at = isFree && this.draft ? barOf(this.draft.starts, this.draft.ends, this.range) : bar;
    if (!at) return nothing;
    const text = bar.ends_at === null ? this.t("when.always") : this.spanText(at.starts, at.ends);
    const classes = ["slot", isFree ? "movable" : "", at.isCutAtStart ? "cut-start" : "", at.isCutAtEnd ? "cut-end" : "", bar.ends_at === null ? "open" : "", this.draft && isFree ? "dragged" : ""];
    const name = [code.name, this.place, this.t(`status.${bar.kind}`), text].filter(Boolean).join(", ");
    return html`<div
      class=${classes.join(" ")}
      style="inset-inline-start:${at.left * 100}%;width:${at.width * 100}%"
      @focusin=${() => (this.focused = true)}
      @focusout=${() => (this.focused = false)}
    >
      <a
        class="bar ${bar.kind}"
        href="${BASE}/code/${code.access_code_id}"
        draggable="false"
        aria-label=${name}
        title=${name}
        @click=${this.onClick}
        @pointerdown=${isFree ? (event: PointerEvent) => this.onDown(event, "both") : nothing}
        @keydown=${isFree ? (event: KeyboardEvent) => this.onKey(event, "both") : nothing}
        >${icon(bar.kind)}<span class="text">${text}</span></a
      >
      ${isFree ? [at.isCutAtStart ? nothing : this.renderHandle("start"), at.isCutAtEnd ? nothing : this.renderHandle("end")] : nothing}
    </div>`;
  }

  /** An edge of a window: it can be focused once its bar is. */
  private renderHandle(edge: "start" | "end"): TemplateResult {
    const window = this.window;
    const wall = edge === "start" ? window.starts : window.ends;
    return html`<div
      class="handle ${edge}"
      role="slider"
      tabindex=${this.focused ? 0 : -1}
      aria-label=${this.t(`timeline.${edge}_of`, { name: this.code.name })}
      aria-valuenow=${Math.round(position(wall, this.range) * 1000) / 10}
      aria-valuetext=${this.wallText(wall)}
      @pointerdown=${(event: PointerEvent) => this.onDown(event, edge)}
      @keydown=${(event: KeyboardEvent) => this.onKey(event, edge)}
    ></div>`;
  }

  private wallText(wall: string): string {
    return this.context.clock.wallText(wall, { weekday: "short", day: "numeric", month: "short", hour: "numeric", minute: "2-digit" });
  }

  private spanText(starts: string, ends: string): string {
    const { clock } = this.context;
    const isOneDay = starts.slice(0, 10) === ends.slice(0, 10);
    const isShort = isOneDay && this.scale === "day" && !this.draft;
    const to = isOneDay ? clock.wallText(ends, { hour: "numeric", minute: "2-digit" }) : this.wallText(ends);
    const from = isShort ? clock.wallText(starts, { hour: "numeric", minute: "2-digit" }) : this.wallText(starts);
    return `${from} – ${to}`;
  }

  private get window(): { starts: string; ends: string } {
    const { clock } = this.context;
    return this.draft ?? { starts: clock.wall(this.code.starts_at!), ends: clock.wall(this.code.ends_at!) };
  }

  // By hand

  private onDown(event: PointerEvent, edge: Edge): void {
    if (event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const target = event.currentTarget as HTMLElement;
    const track = target.closest(".track")!;
    this.isJustDragged = false;
    this.drag = {
      edge,
      from: event.clientX,
      width: track.clientWidth,
      sign: this.isRightToLeft ? -1 : 1,
      isMoving: false,
      before: this.window,
    };
    // An edge is narrow: the pointer is off it before the first move is told.
    target.setPointerCapture(event.pointerId);
    target.addEventListener("pointermove", this.onMove);
    target.addEventListener("pointerup", this.onUp);
    target.addEventListener("pointercancel", this.onCancel);
  }

  private onMove = (event: PointerEvent): void => {
    const { drag } = this;
    if (!drag) return;
    const pixels = (event.clientX - drag.from) * drag.sign;
    if (!drag.isMoving && Math.abs(pixels) < DRAG_FROM) return;
    drag.isMoving = true;
    event.preventDefault();
    const next = moved(drag.before, drag.edge, minutesFor(pixels, drag.width, this.range));
    if (next) this.put(next);
  };

  private onUp = (event: PointerEvent): void => {
    const { drag } = this;
    this.endDrag(event);
    if (!drag?.isMoving) return;
    // The click that follows a drag opens nothing.
    this.isJustDragged = true;
    this.commit(drag.before);
  };

  private onCancel = (event: PointerEvent): void => {
    this.endDrag(event);
    this.draft = null;
  };

  private endDrag(event: PointerEvent): void {
    const target = event.currentTarget as HTMLElement;
    target.removeEventListener("pointermove", this.onMove);
    target.removeEventListener("pointerup", this.onUp);
    target.removeEventListener("pointercancel", this.onCancel);
    this.drag = null;
  }

  private onClick = (event: MouseEvent): void => {
    if (this.isJustDragged) event.preventDefault();
    this.isJustDragged = false;
    follow(event);
  };

  // By keys

  // contract 11.319
  private onKey(event: KeyboardEvent, edge: Edge): void {
    if (event.key === "Escape" && this.draft) {
      clearTimeout(this.timer);
      this.draft = null;
      return;
    }
    if ((event.key !== "ArrowLeft" && event.key !== "ArrowRight") || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    const sign = (event.key === "ArrowRight") !== this.isRightToLeft ? 1 : -1;
    const part = edge === "both" && event.shiftKey ? "end" : edge;
    const next = moved(this.window, part, sign * KEY_STEP[this.scale]);
    if (next) this.put(next);
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.commit(null), PAUSE_IN_PRESSING);
  }

  /** A window stays in sight: out of it nobody could take hold of it again. */
  private put(draft: { starts: string; ends: string }): void {
    if (barOf(draft.starts, draft.ends, this.range)) this.draft = draft;
  }

  private commit(before: { starts: string; ends: string } | null): void {
    const { draft, code } = this;
    const { clock } = this.context;
    const known = before ?? { starts: clock.wall(code.starts_at!), ends: clock.wall(code.ends_at!) };
    if (!draft || (draft.starts === known.starts && draft.ends === known.ends)) {
      this.draft = null;
      return;
    }
    const detail: WindowMove = { code, ...draft, undo: () => (this.draft = null) };
    this.dispatchEvent(new CustomEvent("window-moved", { detail }));
  }
}

define("access-codes-lane", Lane);
