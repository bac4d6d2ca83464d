/** The codes and locks that the integration pushes, as they are now. */

import type { Code, Connection, LinkableLock, Lock, Update, WsError } from "./types";

/** Merge an update into a map: known entries get the changed fields, and become new objects. */
export function merge<T extends object>(known: Map<string, T>, update: Update<T>, key: keyof T): Map<string, T> {
  const merged = new Map(known);
  for (const each of update.changed) {
    const id = String(each[key]);
    merged.set(id, { ...merged.get(id), ...each });
  }
  for (const id of update.removed) merged.delete(id);
  return merged;
}

export class Store {
  codes: Map<string, Code> = new Map();
  locks: Map<string, Lock> = new Map();
  linkable: LinkableLock[] = [];
  /** Whether each entry that follows a booking calendar is loaded. */
  bookingCalendars: Record<string, boolean> = {};
  hasCodes = false;
  hasLocks = false;
  isOffline = false;
  error: WsError | null = null;

  private unsubscribe: (() => void)[] = [];
  private areCodesOld = false;
  private areLocksOld = false;
  private isStopped = false;

  /** `language`: of the sentences that are pushed, which is the user's. */
  constructor(
    private readonly connection: Connection,
    readonly language: string,
    private readonly changed: () => void,
  ) {}

  async start(): Promise<void> {
    this.connection.addEventListener("ready", this.onReady);
    this.connection.addEventListener("disconnected", this.onDisconnected);
    try {
      const stops = await Promise.all([
        this.connection.subscribeMessage<Update<Lock>>((update) => this.onLocks(update), {
          type: "access_codes/subscribe_locks",
          language: this.language,
        }),
        this.connection.subscribeMessage<Update<Code>>((update) => this.onCodes(update), {
          type: "access_codes/subscribe",
          partial: true,
          language: this.language,
        }),
      ]);
      if (this.isStopped) stops.forEach((stop) => stop());
      else this.unsubscribe = stops;
    } catch (error) {
      this.error = error as WsError;
      this.changed();
    }
  }

  stop(): void {
    this.isStopped = true;
    this.connection.removeEventListener("ready", this.onReady);
    this.connection.removeEventListener("disconnected", this.onDisconnected);
    this.unsubscribe.forEach((stop) => stop());
    this.unsubscribe = [];
  }

  lockOf(code: Code): Lock | undefined {
    for (const lock of this.locks.values()) if (lock.entity_id === code.lock_entity_id) return lock;
    return undefined;
  }

  /** The codes with the same key, the given one first. */
  sharedWith(code: Code): Code[] {
    if (code.common_code_key === null) return [code];
    const others = [...this.codes.values()].filter(
      (each) => each !== code && each.common_code_key === code.common_code_key,
    );
    return [code, ...others];
  }

  onCodes(update: Update<Code>): void {
    this.codes = merge(this.areCodesOld ? new Map<string, Code>() : this.codes, update, "access_code_id");
    this.areCodesOld = false;
    this.hasCodes = true;
    this.changed();
  }

  /** Take over the times of codes from the answer to a change: what is pushed of it may come later. */
  onAnswer(codes: Code[]): void {
    const changed = codes.flatMap(({ access_code_id, starts_at, ends_at, next_window }) => {
      const known = this.codes.get(access_code_id);
      const isNew = known && (known.starts_at !== starts_at || known.ends_at !== ends_at);
      return isNew ? [{ ...known, starts_at, ends_at, next_window }] : [];
    });
    if (changed.length === 0) return;
    this.codes = merge(this.codes, { changed, removed: [] }, "access_code_id");
    this.changed();
  }

  onLocks(update: Update<Lock>): void {
    this.locks = merge(this.areLocksOld ? new Map<string, Lock>() : this.locks, update, "entry_id");
    this.areLocksOld = false;
    this.hasLocks = true;
    if (update.linkable) this.linkable = update.linkable;
    if (update.booking_calendars) this.bookingCalendars = update.booking_calendars;
    this.changed();
  }

  // After a reconnect Home Assistant's client subscribes anew: the first pushes then hold all that there is.
  private onReady = (): void => {
    this.areCodesOld = this.areLocksOld = true;
    this.isOffline = false;
    this.changed();
  };

  // contract 11.315
  private onDisconnected = (): void => {
    this.isOffline = true;
    this.changed();
  };
}
