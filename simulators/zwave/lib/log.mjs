/**
 * The ordered record of what was sent to a lock. Tests use it to prove what was *not* done
 * ("no write at a restart", "one write and at most one read-back").
 */
export class CommandLog {
  entries = [];
  #seq = 0;

  add(entry) {
    const full = { seq: ++this.#seq, at: Date.now(), ...entry };
    this.entries.push(full);
    // A demo runs for days: keep memory bounded, sequence numbers never restart.
    if (this.entries.length > 20000) this.entries.splice(0, 5000);
    return full;
  }

  get seq() {
    return this.#seq;
  }

  since(seq = 0) {
    return this.entries.filter((e) => e.seq > seq);
  }

  /** Counts logical commands: a retransmission of the same frame by the driver is counted apart. */
  counts(since = 0) {
    const kinds = {};
    const outcomes = {};
    let retries = 0;
    let lost = 0;
    for (const e of this.since(since)) {
      if (e.retry) {
        retries++;
        continue;
      }
      kinds[e.kind] = (kinds[e.kind] ?? 0) + 1;
      outcomes[e.outcome] = (outcomes[e.outcome] ?? 0) + 1;
      if (!e.reached) lost++;
    }
    return {
      seq: this.#seq,
      set: 0,
      clear: 0,
      get: 0,
      users_number: 0,
      lock_op: 0,
      other: 0,
      ...kinds,
      writes: (kinds.set ?? 0) + (kinds.clear ?? 0) + (kinds.set_user ?? 0) + (kinds.clear_user ?? 0),
      reads: (kinds.get ?? 0) + (kinds.get_user ?? 0),
      lost,
      retries,
      outcomes,
    };
  }
}
