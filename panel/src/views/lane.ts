/** One row of the timeline: a code, and its bars. A window is moved by hand or by arrow keys. */

import { html, nothing, type PropertyValues, type TemplateResult } from "lit";
import { repeat } from "lit/directives/repeat.js";

import { BASE, View, define, follow } from "../context";
import { statusWord } from "../phrases";
import { icon } from "../icons";
import type { WindowMove } from "../moves";
import { standing } from "../standing";
import { shared } from "../styles";
import { KEY_STEP, barOf, barsOf, isMovable, isSameWindow, minutesFor, moved, hoursText, position, spanText, wallText, withinSight, type Bar, type Edge, type Range, type Scale, type WallWindow } from "../timeline";
import type { Code, TimeSpan } from "../types";
import { laneStyles } from "./lane-styles";

/** A press of a key is sent only after this pause: a lock need not be told of each. */
const PAUSE_IN_PRESSING = 1000;
const DRAG_FROM = 4;
/** A finger that stays this long on a bar takes hold of it; one that moves before scrolls the page. */
const HOLD = 350;
const STILL = 8;

interface Drag {
  target: HTMLElement;
  pointerId: number;
  edge: Edge;
  from: number;
  /** Where the pointer was last. */
  at: number;
  fromTop: number;
  /** A finger has to stay on a bar for a while first. */
  isHeld: boolean;
  width: number;
  sign: 1 | -1;
  isMoving: boolean;
  before: WallWindow;
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
    isLifted: { state: true },
    waiting: { state: true },
  };
  declare code: Code;
  declare occurrences: readonly TimeSpan[];
  declare range: Range;
  declare scale: Scale;
  declare heading: string;
  declare place: string;
  /** The window as it is being moved, or has been, until the integration tells it. */
  declare draft: WallWindow | null;
  declare focused: boolean;
  /** A finger has taken hold of the bar. */
  declare isLifted: boolean;
  /** How many moves of it were sent, or are to be, and have no answer. */
  declare waiting: number;

  private drag: Drag | null = null;
  private isJustDragged = false;
  private hold: ReturnType<typeof setTimeout> | undefined;
  private timer: ReturnType<typeof setTimeout> | undefined;
  /** The window before keys began to move it; null once it is sent. */
  private pressedFrom: WallWindow | null = null;
  private refusals = 0;
  private shown: unknown[] = [];

  static override styles = [shared, laneStyles];

  constructor() {
    super();
    this.draft = null;
    this.focused = false;
    this.isLifted = false;
    this.waiting = 0;
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearTimeout(this.timer);
    clearTimeout(this.hold);
  }

  private get bars(): Bar[] {
    return barsOf(this.code, this.occurrences, this.range, this.context.clock.zone, this.context.now);
  }

  // contract 11.350
  protected override shouldUpdate(changed: PropertyValues): boolean {
    const { code, occurrences, range, heading, place, context } = this;
    const looks = [standing(code, context.now), this.bars.map((bar) => bar.kind).join()];
    const shown = [code, occurrences, range, heading, place, context.texts, context.clock, ...looks];
    const isKnown = shown.every((each, index) => each === this.shown[index]);
    this.shown = shown;
    return !isKnown || ["draft", "focused", "isLifted", "waiting"].some((each) => changed.has(each));
  }

  // contract 11.318, 11.362
  protected override willUpdate(changed: PropertyValues): void {
    if (changed.has("range") && this.drag) this.letGo();
    const before = changed.get("code") as Code | undefined;
    const isTold = before !== undefined && (before.starts_at !== this.code.starts_at || before.ends_at !== this.code.ends_at);
    // What is told while an answer is due may be the move before: the answer tells the last.
    if (this.waiting === 0 && (isTold || changed.has("waiting"))) this.takeOver();
  }

  protected override updated(): void {
    if (this.drag && !this.drag.target.isConnected) this.letGo();
  }

  /** Show the window that is told, unless it is being moved, and began from there. */
  private takeOver(): void {
    const from = this.drag?.isMoving ? this.drag.before : this.pressedFrom;
    if (from && isMovable(this.code) && isSameWindow(from, this.told)) return;
    clearTimeout(this.timer);
    this.draft = this.pressedFrom = null;
    if (this.drag) this.rebase(this.drag);
  }

  // contract 11.318
  /** A window that was changed elsewhere during a drag is dragged on from there; a part that is gone is let go. */
  private rebase(drag: Drag): void {
    const at = isMovable(this.code) ? barOf(this.told.starts, this.told.ends, this.range) : null;
    if (at && !(drag.edge === "start" && at.isCutAtStart) && !(drag.edge === "end" && at.isCutAtEnd)) {
      drag.before = this.told;
      drag.from = drag.at;
    } else this.letGo();
  }

  private letGo(): void {
    clearTimeout(this.hold);
    if (this.waiting === 0) this.draft = null;
    else if (this.drag) this.draft = this.drag.before;
    this.drag = null;
    this.isLifted = false;
  }

  protected override render(): TemplateResult {
    const { code, range, context, bars } = this;
    const whole = standing(code, context.now);
    return html`<div class="row">
      <div class="who small">
        <span class=${whole} title=${statusWord(context.texts, whole, context.store.lockOf(code))}>${icon(whole)}</span>
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
        <output style="--at:${this.draft ? Math.max(position(this.draft.starts, range), 0) * 100 : 0}%">${this.draft ? spanText(context.clock, this.draft.starts, this.draft.ends) : ""}</output>
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
    const text = bar.ends_at === null ? this.t("when.always") : spanText(this.context.clock, at.starts, at.ends);
    // contract 11.473
    const classes = ["slot", this.scale, isFree ? "movable" : "", at.isCutAtStart ? "cut-start" : "", at.isCutAtEnd ? "cut-end" : "", bar.ends_at === null ? "open" : "", this.draft && isFree ? "dragged" : "", this.isLifted && isFree ? "lifted" : ""];
    const isWhole = !at.isCutAtStart && !at.isCutAtEnd;
    const shown = bar.ends_at !== null && isWhole && this.scale !== "month" ? hoursText(this.context.clock, at.starts, at.ends) : text;
    const name = [code.name, this.place, statusWord(this.context.texts, bar.kind, this.context.store.lockOf(code)), text].filter(Boolean).join(", ");
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
        @touchmove=${isFree ? this.onTouchMove : nothing}
        @contextmenu=${isFree ? this.onMenu : nothing}
        @keydown=${isFree ? (event: KeyboardEvent) => this.onKey(event, "both") : nothing}
        >${icon(bar.kind)}${shown === text
          ? html`<span class="text ${bar.ends_at === null ? "" : "long"}">${text}</span>`
          : html`<span class="text short" data-text=${shown}></span>`}</a
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
      aria-valuetext=${wallText(this.context.clock, wall)}
      @pointerdown=${(event: PointerEvent) => this.onDown(event, edge)}
      @keydown=${(event: KeyboardEvent) => this.onKey(event, edge)}
    ></div>`;
  }

  private get window(): WallWindow {
    return this.draft ?? this.told;
  }

  /** The window as the integration told it. */
  private get told(): WallWindow {
    const { clock } = this.context;
    return { starts: clock.wall(this.code.starts_at!), ends: clock.wall(this.code.ends_at!) };
  }

  // By hand

  private onDown(event: PointerEvent, edge: Edge): void {
    if (event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey || this.drag) return;
    const target = event.currentTarget as HTMLElement;
    const track = target.closest(".track")!;
    const isHeld = event.pointerType !== "touch" || edge !== "both";
    this.isJustDragged = false;
    this.commitPressed();
    this.drag = {
      target,
      pointerId: event.pointerId,
      edge,
      from: event.clientX,
      at: event.clientX,
      fromTop: event.clientY,
      isHeld,
      width: track.clientWidth,
      sign: this.isRightToLeft ? -1 : 1,
      isMoving: false,
      before: this.window,
    };
    if (isHeld) this.isLifted = event.pointerType === "touch";
    else this.hold = setTimeout(this.lift, HOLD);
    // An edge is narrow: the pointer is off it before the first move is told.
    target.setPointerCapture(event.pointerId);
    target.addEventListener("pointermove", this.onMove);
    target.addEventListener("pointerup", this.onUp);
    target.addEventListener("pointercancel", this.onCancel);
  }

  // contract 11.354
  private lift = (): void => {
    if (!this.drag) return;
    this.drag.isHeld = this.isLifted = true;
    // Home Assistant's apps let the device be felt.
    window.dispatchEvent(new CustomEvent("haptic", { detail: "medium" }));
  };

  private onMove = (event: PointerEvent): void => {
    const { drag } = this;
    if (!drag || event.pointerId !== drag.pointerId) return;
    drag.at = event.clientX;
    const pixels = (event.clientX - drag.from) * drag.sign;
    if (!drag.isHeld) {
      if (Math.hypot(pixels, event.clientY - drag.fromTop) > STILL) this.endDrag(event);
      return;
    }
    if (!drag.isMoving && Math.abs(pixels) < DRAG_FROM) return;
    drag.isMoving = true;
    event.preventDefault();
    this.put(drag.before, drag.edge, minutesFor(pixels, drag.width, this.range));
  };

  private onUp = (event: PointerEvent): void => {
    const { drag } = this;
    if (drag && event.pointerId !== drag.pointerId) return;
    const wasLifted = this.isLifted;
    this.endDrag(event);
    // The click that follows a drag, or a hold, opens nothing; nor does that after a drag that was let go.
    this.isJustDragged = !drag || drag.isMoving || wasLifted;
    if (drag?.isMoving) this.commit(drag.before);
  };

  private onCancel = (event: PointerEvent): void => {
    if (this.drag && event.pointerId !== this.drag.pointerId) return;
    this.letGo();
    this.endDrag(event);
  };

  private endDrag(event: PointerEvent): void {
    const target = event.currentTarget as HTMLElement;
    clearTimeout(this.hold);
    target.removeEventListener("pointermove", this.onMove);
    target.removeEventListener("pointerup", this.onUp);
    target.removeEventListener("pointercancel", this.onCancel);
    this.drag = null;
    this.isLifted = false;
  }

  /** A page that scrolled would take the finger's drag away. */
  private onTouchMove = {
    passive: false,
    handleEvent: (event: TouchEvent): void => {
      if (this.isLifted && event.cancelable) event.preventDefault();
    },
  };

  /** A long press on a link opens the browser's menu, in the middle of the drag. */
  private onMenu = (event: Event): void => {
    if (this.drag) event.preventDefault();
  };

  private onClick = (event: MouseEvent): void => {
    if (this.isJustDragged) event.preventDefault();
    this.isJustDragged = false;
    follow(event);
  };

  // By keys

  // contract 11.319
  private onKey(event: KeyboardEvent, edge: Edge): void {
    // No click came after a hold: that of a key opens the code.
    this.isJustDragged = false;
    if (event.key === "Escape" && this.pressedFrom) {
      clearTimeout(this.timer);
      this.draft = this.waiting > 0 ? this.pressedFrom : null;
      this.pressedFrom = null;
      return;
    }
    if ((event.key !== "ArrowLeft" && event.key !== "ArrowRight") || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    const sign = (event.key === "ArrowRight") !== this.isRightToLeft ? 1 : -1;
    const part = edge === "both" && event.shiftKey ? "end" : edge;
    this.pressedFrom ??= this.window;
    this.put(this.window, part, sign * KEY_STEP[this.scale]);
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.commitPressed(), PAUSE_IN_PRESSING);
  }

  private commitPressed(): void {
    clearTimeout(this.timer);
    const from = this.pressedFrom;
    this.pressedFrom = null;
    if (from) this.commit(from);
  }

  /** What is moved stays in sight: out of it nobody could take hold of it again. */
  private put(from: WallWindow, part: Edge, minutes: number): void {
    const next = moved(from, part, withinSight(from, part, minutes, this.range));
    if (next) this.draft = next;
  }

  private commit(before: WallWindow): void {
    const { draft, code, refusals } = this;
    if (!draft || isSameWindow(draft, before)) {
      if (this.waiting === 0) this.draft = null;
      return;
    }
    this.waiting += 1;
    const detail: WindowMove = { code, ...draft, from: before, isDropped: () => refusals !== this.refusals, done: this.onDone };
    this.dispatchEvent(new CustomEvent("window-moved", { detail }));
  }

  private onDone = (isMoved: boolean): void => {
    // The answer is there before the code comes from the page.
    this.code = this.context.store.codes.get(this.code.access_code_id) ?? this.code;
    this.waiting -= 1;
    if (!isMoved) this.refusals += 1;
  };
}

define("access-codes-lane", Lane);
