/** A view of which a part is asked for: not all of it is pushed. */

import type { PropertyValues } from "lit";

import { View } from "../context";

/** A burst of pushes is one question. */
const CALM = 400;

export abstract class AskingView extends View {
  /** What the last question was asked about. */
  private known: unknown[] = [];
  private timer: ReturnType<typeof setTimeout> | undefined;
  private isAsking = false;
  private isAskedAgain = false;

  /** Ask, and keep the answer. Never fails. */
  protected abstract ask(): Promise<void>;

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearTimeout(this.timer);
  }

  // contract 11.345, 11.380
  protected override willUpdate(changed: PropertyValues<this>): void {
    if (!changed.has("context")) return;
    const { store, now } = this.context;
    const known = [now, store.codes, store.locks, store.bookingCalendars];
    if (changed.get("context") === undefined) void this.load();
    else if (known.some((each, index) => each !== this.known[index])) {
      clearTimeout(this.timer);
      this.timer = setTimeout(() => void this.load(), CALM);
    }
    this.known = known;
  }

  protected load = async (): Promise<void> => {
    if (this.isAsking) {
      this.isAskedAgain = true;
      return;
    }
    this.isAsking = true;
    await this.ask();
    this.isAsking = false;
    if (this.isAskedAgain) {
      this.isAskedAgain = false;
      void this.load();
    }
  };
}
