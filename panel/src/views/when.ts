/** When a code opens: always, for a time, or on days of each week. A part of the form. */

import { html, nothing, type TemplateResult } from "lit";

import { View, define } from "../context";
import { draggedDays, type Form, type When } from "../form";
import { icon } from "../icons";
import { beginText, endText } from "../phrases";
import { shared } from "../styles";
import { QUICK_CHOICES, quickWindow, type QuickChoice } from "../times";
import { formStyles } from "./form-styles";

/** Errors at their field. */
export const errorList = (id: string, texts: string[]): TemplateResult =>
  html`<div id=${id} aria-live="polite">
    ${texts.map((text) => html`<div class="error small">${icon("problem")} <span>${text}</span></div>`)}
  </div>`;

export class WhenField extends View {
  static override properties = {
    context: { attribute: false },
    form: { attribute: false },
    isOther: { attribute: false },
    errors: { attribute: false },
  };
  declare form: Form;
  /** The code has a rule that the form does not show. */
  declare isOther: boolean;
  declare errors: string[];

  /** A press on a day, with the days as they were before, until its click. */
  private drag: { pointerId: number; from: number; before: number[]; isMoving: boolean } | null = null;

  static override styles = [shared, formStyles];

  protected override willUpdate(): void {
    this.toggleAttribute("invalid", this.errors.length > 0);
  }

  protected override render(): TemplateResult {
    const { form } = this;
    const choices: When[] = this.isOther ? ["always", "window", "weekly", "other"] : ["always", "window", "weekly"];
    return html`<fieldset aria-describedby="when-error">
      <legend>${this.t("edit.when")}</legend>
      <div class="segments">
        ${choices.map(
          (when) => html`<button
            type="button"
            aria-pressed=${form.when === when ? "true" : "false"}
            @click=${() => this.put({ when })}
          >
            ${this.t(`edit.when_${when}`)}
          </button>`,
        )}
      </div>
      ${form.when === "window" ? this.renderWindow(form) : nothing}
      ${form.when === "weekly" ? this.renderWeekly(form) : nothing}
      ${form.when === "other" ? html`<div class="hint">${this.t("edit.other_kept")}</div>` : nothing}
      ${form.when === "window" || form.when === "weekly" ? this.renderZone() : nothing}
      ${errorList("when-error", this.errors)}
    </fieldset>`;
  }

  private renderWindow(form: Form): TemplateResult {
    return html`<div class="more">
      <div class="chips">
        ${QUICK_CHOICES.map(
          (choice) => html`<button type="button" class="chip" @click=${() => this.choose(choice)}>
            ${this.t(`edit.quick_${choice}`)}
          </button>`,
        )}
      </div>
      <div class="times">
        <label>${this.t("edit.starts")}
          <input
            type="datetime-local"
            name="starts"
            .value=${form.starts}
            aria-invalid=${this.errors.length > 0 ? "true" : "false"}
            @input=${(event: Event) => this.put({ starts: (event.target as HTMLInputElement).value })}
          />
        </label>
        <label>${this.t("edit.ends")}
          <input
            type="datetime-local"
            name="ends"
            .value=${form.ends}
            aria-invalid=${this.errors.length > 0 ? "true" : "false"}
            @input=${(event: Event) => this.put({ ends: (event.target as HTMLInputElement).value })}
          />
        </label>
      </div>
      ${form.starts && form.ends
        ? // The fields show times as the browser likes them; this is how the user does.
          html`<div class="hint">${beginText(this.context, form.starts)} – ${endText(this.context, form.ends)}</div>` : nothing}
    </div>`;
  }

  private renderWeekly(form: Form): TemplateResult {
    const { clock } = this.context;
    return html`<div class="more">
      <div
        class="days"
        role="group"
        aria-label=${this.t("edit.days")}
        @pointerdown=${this.onDown}
        @pointermove=${this.onMove}
        @pointercancel=${this.onCancel}
        @pointerleave=${this.onLeave}
        @click=${() => (this.drag = null)}
      >
        ${this.shownDays.map(
          (day) => html`<button
            type="button"
            class="chip"
            aria-pressed=${form.days.includes(day) ? "true" : "false"}
            @click=${(event: MouseEvent) => this.onDay(event, day)}
          >
            <span aria-hidden="true">${clock.weekdayName(day, "short")}</span>
            <span class="visually-hidden">${clock.weekdayName(day, "long")}</span>
          </button>`,
        )}
      </div>
      <div class="times short">
        <label>${this.t("edit.from")}
          <input
            type="time"
            name="from"
            .value=${form.from}
            @input=${(event: Event) => this.put({ from: (event.target as HTMLInputElement).value })}
          />
        </label>
        <label>${this.t("edit.to")}
          <input
            type="time"
            name="to"
            .value=${form.to}
            @input=${(event: Event) => this.put({ to: (event.target as HTMLInputElement).value })}
          />
        </label>
      </div>
      ${form.to && form.from && form.to <= form.from ? html`<div class="hint">${this.t("edit.over_midnight")}</div>` : nothing}
    </div>`;
  }

  /** Say whose clock it is, where the device has another one. */
  private renderZone(): TemplateResult | typeof nothing {
    const { zone, isElsewhere } = this.context.clock;
    return isElsewhere ? html`<div class="hint">${this.t("edit.zone", { zone })}</div>` : nothing;
  }

  private get shownDays(): number[] {
    return [0, 1, 2, 3, 4, 5, 6].map((index) => (this.context.clock.firstWeekday + index) % 7);
  }

  /** The place of the day below a pointer, or that which is nearest to it. */
  private dayAt(bar: HTMLElement, x: number): number {
    const away = [...bar.children].map((each) => {
      const { left, width } = each.getBoundingClientRect();
      return Math.abs(left + width / 2 - x);
    });
    return away.indexOf(Math.min(...away));
  }

  private onDown = (event: PointerEvent): void => {
    if (event.button !== 0 || !event.isPrimary) return;
    const from = this.dayAt(event.currentTarget as HTMLElement, event.clientX);
    this.drag = { pointerId: event.pointerId, from, before: this.form.days, isMoving: false };
  };

  // contract 11.472
  private onMove = (event: PointerEvent): void => {
    const { drag } = this;
    if (!drag || event.pointerId !== drag.pointerId || !event.buttons) return;
    const bar = event.currentTarget as HTMLElement;
    const to = this.dayAt(bar, event.clientX);
    if (!drag.isMoving && to === drag.from) return;
    if (!drag.isMoving) bar.setPointerCapture(event.pointerId);
    drag.isMoving = true;
    this.put({ days: draggedDays(drag.before, this.shownDays, drag.from, to) });
  };

  private onCancel = (event: PointerEvent): void => {
    if (event.pointerId !== this.drag?.pointerId) return;
    if (this.drag.isMoving) this.put({ days: this.drag.before });
    this.drag = null;
  };

  private onLeave = (): void => {
    if (!this.drag?.isMoving) this.drag = null;
  };

  private onDay(event: MouseEvent, day: number): void {
    // The click that ends a drag is none; one by a key is.
    if (this.drag?.isMoving && event.detail > 0) return;
    const { days } = this.form;
    this.put({ days: days.includes(day) ? days.filter((each) => each !== day) : [...days, day] });
  }

  private choose(choice: QuickChoice): void {
    const span = quickWindow(choice, this.context.clock.wall());
    this.put({ starts: span.starts_at, ends: span.ends_at });
  }

  private put(part: Partial<Form>): void {
    this.dispatchEvent(new CustomEvent<Partial<Form>>("form-part", { detail: part }));
  }
}

define("access-codes-when", WhenField);
