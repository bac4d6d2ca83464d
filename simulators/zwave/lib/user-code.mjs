import { UserIDStatus } from "@zwave-js/cc";
import {
  UserCodeCCExtendedUserCodeSet,
  UserCodeCCGet,
  UserCodeCCReport,
  UserCodeCCSet,
  UserCodeCCUserCodeChecksumGet,
  UserCodeCCUserCodeChecksumReport,
  UserCodeCCUsersNumberGet,
} from "@zwave-js/cc/UserCodeCC";
import { CRC16_CCITT, CommandClasses } from "@zwave-js/core";
import { Bytes } from "@zwave-js/shared";
import { LockClock } from "./clock.mjs";
import { Faults } from "./faults.mjs";
import { ControlError, Event, Lock } from "./lock.mjs";
import { Schedules } from "./schedules.mjs";

const text = (code) =>
  (typeof code === "string" ? code : Bytes.view(code ?? new Uint8Array()).toString("ascii")).replace(/\0+$/, "");

/**
 * A lock with the User Code command class: numbered slots, no names.
 * Kinds: user_code (version 1, PINs readable), user_code_masked (version 1, asterisks instead),
 * user_code_v2 (version 2).
 */
export class UserCodeLock extends Lock {
  constructor(spec, saved) {
    super(spec, saved);
    this.version = spec.kind === "user_code_v2" ? 2 : 1;
    this.masked = spec.kind === "user_code_masked";
    /** slots that the lock counts and does not have */
    this.missing = new Set(spec.missing ?? []);
    /** slot -> {pin, status}: the truth */
    this.held = new Map();
    for (const [slot, code] of Object.entries(saved?.codes ?? spec.codes ?? {})) {
      const pin = typeof code === "string" ? code : code.pin;
      this.held.set(Number(slot), { pin, status: code.status ?? UserIDStatus.Enabled });
    }
    this.clock = new LockClock(this, saved);
    this.schedules = new Schedules(this, saved);
  }

  identity() {
    // Only the plain version 1 lock is a known product; the others are nobody's.
    return this.kind === "user_code"
      ? super.identity()
      : { manufacturerId: 0xfff0, productType: 0x01, productId: this.version, firmwareVersion: "1.0" };
  }

  commandClasses() {
    return [
      {
        ccId: CommandClasses["User Code"],
        version: this.version,
        numUsers: this.slots,
        supportsAdminCode: false,
        supportsAdminCodeDeactivation: false,
        supportsUserCodeChecksum: true,
        supportedUserIDStatuses: [UserIDStatus.Available, UserIDStatus.Enabled, UserIDStatus.Disabled],
        supportedASCIIChars: "0123456789",
      },
      ...this.schedules.commandClasses(),
      ...this.clock.commandClasses(),
    ];
  }

  codes() {
    return Object.fromEntries(
      [...this.held]
        .sort(([a], [b]) => a - b)
        .map(([slot, { pin, status }]) => [
          slot,
          { pin, ...(status === UserIDStatus.Enabled ? {} : { status: UserIDStatus[status] ?? status }) },
        ]),
    );
  }

  contents() {
    const codes = Object.fromEntries([...this.held]);
    return this.schedules.perUser ? { codes, ...this.schedules.toState(), ...this.clock.toState() } : { codes };
  }

  toJSON() {
    const shown = super.toJSON();
    return this.schedules.perUser ? { ...shown, schedules: this.schedules.toJSON(), clock: this.clock.toJSON() } : shown;
  }

  describe(cc) {
    if (cc instanceof UserCodeCCUsersNumberGet) return { kind: "users_number", read: true };
    if (cc instanceof UserCodeCCGet) return { kind: "get", slot: cc.userId, read: true };
    const set =
      cc instanceof UserCodeCCSet ? cc : cc instanceof UserCodeCCExtendedUserCodeSet ? cc.userCodes[0] : undefined;
    if (!set) return this.schedules.describe(cc) ?? this.clock.describe(cc);
    return set.userIdStatus === UserIDStatus.Available
      ? { kind: "clear", slot: set.userId, write: true }
      : { kind: "set", slot: set.userId, pin: text(set.userCode), write: true };
  }

  handle(cc, ctx) {
    if (cc instanceof UserCodeCCGet) return { action: "sendCC", cc: this.report(cc.userId) };
    if (cc instanceof UserCodeCCUserCodeChecksumGet) return { action: "sendCC", cc: this.checksumReport() };
    if (cc instanceof UserCodeCCSet) return this.write([cc], ctx);
    if (cc instanceof UserCodeCCExtendedUserCodeSet) return this.write(cc.userCodes, ctx);
    if (this.schedules.perUser) return this.schedules.handle(cc, ctx) ?? this.clock.handle(cc);
    return undefined;
  }

  /** What the lock says about a slot, which a lock that hides its PINs says differently. */
  shown(slot) {
    const code = this.held.get(slot);
    if (!code) return { userIdStatus: UserIDStatus.Available, userCode: this.spec.empty_code };
    return { userIdStatus: code.status, userCode: this.masked ? "*".repeat(code.pin.length) : code.pin };
  }

  report(slot) {
    const nodeId = this.controller.ownNodeId;
    if (slot < 1 || slot > this.slots || this.missing.has(slot)) {
      return new UserCodeCCReport({ nodeId, userId: slot, userIdStatus: UserIDStatus.StatusNotAvailable });
    }
    return new UserCodeCCReport({ nodeId, userId: slot, ...this.shown(slot) });
  }

  checksumReport() {
    const parts = [...this.held]
      .sort(([a], [b]) => a - b)
      .map(([slot, { pin, status }]) => Bytes.concat([[slot >> 8, slot & 0xff, status], Bytes.from(pin, "ascii")]));
    return new UserCodeCCUserCodeChecksumReport({
      nodeId: this.controller.ownNodeId,
      userCodeChecksum: parts.length ? CRC16_CCITT(Bytes.concat(parts)) : 0,
    });
  }

  /** Writes over the air. */
  write(sets, { fate, entry }) {
    if (fate.execute === "lie") {
      entry.outcome = "lied";
      return { action: "ok" };
    }
    for (const { userId: slot, userIdStatus: status, userCode } of sets) {
      if (fate.execute === "refuse") {
        if (fate.reason === "duplicate") this.tell(Event.CodeDuplicate, slot);
        return { action: "fail" };
      }
      if (status === UserIDStatus.Available) {
        if (slot === 0) {
          this.held.clear();
          this.tell(Event.AllCodesDeleted);
        } else if (slot > this.slots) {
          return { action: "fail" };
        } else if (this.held.delete(slot)) {
          this.tell(Event.CodeDeleted, slot);
        }
        continue;
      }
      const pin = Faults.kept(text(userCode), fate);
      if (slot < 1 || slot > this.slots || !this.pinFits(pin)) return { action: "fail" };
      if (fate.full && !this.held.has(slot)) return { action: "fail" };
      if (this.faults.duplicateCheck && this.holderOf(pin, slot) !== undefined) {
        this.tell(Event.CodeDuplicate, slot);
        return { action: "fail" };
      }
      this.held.set(slot, { pin, status });
      this.schedules.written(slot);
      this.tell(Event.CodeAdded, slot);
    }
    return { action: "ok" };
  }

  tell(event, slot) {
    this.soon(() => this.notify(event, this.about(event, slot)));
  }

  /**
   * Whether the event itself names the slot. Schlage's code events do not (only the older alarm
   * level does), its keypad events do; `"event_slot": true` makes all of them name it.
   */
  about(event, slot) {
    if (slot === undefined) return {};
    const keypad = event === Event.KeypadLock || event === Event.KeypadUnlock;
    const parameters = keypad || this.spec.event_slot ? [0x63, 0x03, slot, 0x01] : undefined;
    return { slot, parameters };
  }

  // --- at the keypad ---------------------------------------------------------------------------

  async keypadSet({ slot, pin, silently, via }) {
    const n = this.checkSlot(slot);
    this.checkPin(pin);
    if (this.faults.duplicateCheck && this.holderOf(pin, n) !== undefined) {
      if (!silently) await this.notify(Event.CodeDuplicate, this.about(Event.CodeDuplicate, n));
      throw new ControlError(`slot ${this.holderOf(pin, n)} holds this PIN: the lock refused it`, 409);
    }
    this.held.set(n, { pin, status: UserIDStatus.Enabled });
    this.changed();
    if (!silently) await this.announce(Event.CodeAdded, n, via);
  }

  /** `kept: true`: the lock says that the code is gone, and keeps it. */
  async keypadClear({ slot, silently, via, kept = false }) {
    const n = this.checkSlot(slot);
    if (kept) return this.notify(Event.CodeDeleted, this.about(Event.CodeDeleted, n));
    if (!this.held.delete(n)) throw new ControlError(`slot ${n} is empty`, 409);
    this.changed();
    if (!silently) await this.announce(Event.CodeDeleted, n, via);
  }

  async keypadUse({ slot, action = "unlock" }) {
    const n = this.checkSlot(slot);
    const code = this.held.get(n);
    if (!code || code.status !== UserIDStatus.Enabled) throw new ControlError(`slot ${n} does not open this lock`, 409);
    if (!this.schedules.admits(n)) throw new ControlError(`the schedule of slot ${n} does not open this lock now`, 409);
    this.setLocked(action === "lock");
    const event = action === "lock" ? Event.KeypadLock : Event.KeypadUnlock;
    await this.notify(event, this.about(event, n));
    await this.reportBolt();
  }

  /** Somebody types a PIN; whether the door opens. */
  async keypadEnter({ pin }) {
    const slot = this.holderOf(pin);
    const opens = slot !== undefined && this.held.get(slot).status === UserIDStatus.Enabled && this.schedules.admits(slot);
    if (opens) await this.keypadUse({ slot });
    return opens;
  }

  async reset({ silently, kept = false } = {}) {
    if (!kept) {
      this.held.clear();
      this.schedules.held.clear();
      this.schedules.weekly.clear();
    }
    this.changed();
    if (!silently) await this.notify(Event.AllCodesDeleted);
  }

  async announce(event, slot, via = this.spec.keypad_report) {
    if (via !== "report") await this.notify(event, this.about(event, slot));
    if (via !== "notification") await this.say(this.report(slot));
  }
}
