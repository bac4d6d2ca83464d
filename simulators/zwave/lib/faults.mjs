/** What can be wrong with a lock, and the decision what one command meets. */

const DEFAULTS = {
  // Both concern PINs; writes of a user's name only with {users: true}.
  refuse: false, // true | {slots: [..], reason: "none" | "duplicate" | "rules" (user_credential's default), users: bool}
  lie: false, // true | {slots: [..], users: bool}
  delay_ms: 0, // answers come this much later; the command itself is carried out at once
  slow_ms: 0, // the command itself is carried out (and answered) this much later
  late_ms: 0, // a write is acknowledged, and carried out (and answered) this much later; what comes after it overtakes it
  silent: false, // the radio is dead: nothing arrives, nothing is acknowledged, nothing is sent
  no_answer: false, // true: reads are acknowledged and never answered; "all": writes neither
  mute: [], // reads of these slots are acknowledged and never answered
  drop_rate: 0, // each frame, either way, is lost with this probability
  seed: 1,
  lose_ack_after_write: false, // the write is carried out, its ACK and its answer are lost;
  // "once": only of the first attempt, the driver's next one gets through
  full: false, // no new code fits in: writes to an empty slot are refused
  strip_zeros: false, // a PIN is kept without its leading zeros
  shorten: 0, // no more than so many digits of a PIN are kept
  duplicate_check: true, // a PIN that another slot holds is refused
  refuse_schedules: false, // schedules are not taken, nor erased
  lie_schedules: false, // says that it took one, and did not
  mute_schedules: false, // reads of schedules are acknowledged and never answered
  mute_clock: false, // reads of the lock's clock likewise
  count: null, // the fault concerns only the next n commands it applies to
};

function mulberry32(seed) {
  let a = seed >>> 0;
  return () => {
    a = (a + 0x6d2b79f5) >>> 0;
    let t = a;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

export class Faults {
  constructor() {
    this.set({});
  }

  set(given) {
    for (const key of Object.keys(given)) {
      if (!(key in DEFAULTS)) throw new TypeError(`unknown fault "${key}"; known: ${Object.keys(DEFAULTS).join(", ")}`);
    }
    this.values = { ...DEFAULTS, ...given };
    this.random = mulberry32(this.values.seed);
  }

  /** What GET shows: only what differs from a healthy lock. */
  toJSON() {
    return Object.fromEntries(Object.entries(this.values).filter(([k, v]) => v !== DEFAULTS[k]));
  }

  get active() {
    return this.values.count === null || this.values.count > 0;
  }

  get duplicateCheck() {
    return this.values.duplicate_check;
  }

  /** What a lock keeps of a PIN that it is sent. */
  static kept(pin, { stripZeros, shorten }) {
    const kept = stripZeros ? pin.replace(/^0+/, "") : pin;
    return shorten ? kept.slice(0, shorten) : kept;
  }

  get silent() {
    return this.active && !!this.values.silent;
  }

  dropped() {
    return this.active && this.values.drop_rate > 0 && this.random() < this.values.drop_rate;
  }

  #hits(fault, { write, user, slot }) {
    if (!fault || !write || (user && !fault.users)) return false;
    if (fault === true || !Array.isArray(fault.slots)) return true;
    return slot !== undefined && fault.slots.map(Number).includes(slot);
  }

  static healthy() {
    return {
      execute: "normal",
      answer: true,
      ack: true,
      delay: 0,
      slow: 0,
      late: 0,
      reach: true,
      full: false,
      stripZeros: false,
      shorten: 0,
    };
  }

  /**
   * Decides what happens to one command ({kind, slot, write, read, user}).
   * `count` is used up only by commands the fault really touched.
   */
  meet(command) {
    const fate = Faults.healthy();
    if (!this.active) return fate;
    const v = this.values;
    let touched = false;
    const touch = (changes) => {
      Object.assign(fate, changes);
      touched = true;
    };
    if (v.silent) touch({ reach: false, ack: false, answer: false });
    else {
      if (this.#hits(v.refuse, command)) {
        touch({ execute: "refuse", reason: v.refuse.reason });
      } else if (this.#hits(v.lie, command)) touch({ execute: "lie" });
      if (command.write && v.full) touch({ full: true });
      if (command.write && (v.strip_zeros || v.shorten)) touch({ stripZeros: v.strip_zeros, shorten: v.shorten });
      if (command.write && v.lose_ack_after_write) {
        touch({ ack: false, answer: false, once: v.lose_ack_after_write === "once" });
      }
      if (v.delay_ms && (command.write || command.read)) touch({ delay: v.delay_ms });
      if (v.slow_ms && (command.write || command.read)) touch({ slow: v.slow_ms });
      if (v.late_ms && command.write) touch({ late: v.late_ms });
      if (command.read && v.mute.map(Number).includes(command.slot ?? command.user_id)) touch({ answer: false });
      if ((v.no_answer && command.read) || (v.no_answer === "all" && command.write)) touch({ answer: false });
    }
    if (touched && v.count !== null) v.count--;
    return fate;
  }
}
