import {
  UserCredentialCredentialReportType as CredentialReport,
  UserCredentialModifierType as Modifier,
  UserCredentialNameEncoding,
  UserCredentialOperationType as Operation,
  UserCredentialRule,
  UserCredentialType,
  UserCredentialUserReportType as UserReport,
  UserCredentialUserType,
} from "@zwave-js/cc";
import {
  UserCredentialCCCredentialGet,
  UserCredentialCCCredentialReport,
  UserCredentialCCCredentialSet,
  UserCredentialCCUserGet,
  UserCredentialCCUserReport,
  UserCredentialCCUserSet,
} from "@zwave-js/cc/UserCredentialCC";
import { CommandClasses } from "@zwave-js/core";
import { Bytes } from "@zwave-js/shared";
import { Faults } from "./faults.mjs";
import { ControlError, Event, Lock } from "./lock.mjs";

const PIN = UserCredentialType.PINCode;
const ascii = (data) => Bytes.view(data ?? new Uint8Array()).toString("ascii");

const userKey = (id) => `UserCredential_user_${id}`;
const pinKey = (slot) => `UserCredential_cred_${PIN}_${slot}`;

/**
 * A lock with the User Credential command class: users with names, each with PINs of their own.
 * The mock node of zwave-js carries it out; its state is the truth. Only what a fault changes is
 * done here.
 */
export class UserCredentialLock extends Lock {
  constructor(spec, saved) {
    super(spec, saved);
    this.users = spec.users;
    this.initial = saved ?? { codes: spec.codes ?? {} };
  }

  identity() {
    return { manufacturerId: 0xfff0, productType: 0x02, productId: 0x01, firmwareVersion: "1.0" };
  }

  notificationEvents() {
    return [1, 2, 3, 4, 0x0b, 0x23, 0x24, 0x32];
  }

  commandClasses() {
    return [
      {
        ccId: CommandClasses["User Credential"],
        version: 1,
        numberOfSupportedUsers: this.users,
        supportedCredentialRules: [UserCredentialRule.Single],
        maxUserNameLength: 32,
        supportsUserSchedule: false,
        supportsAllUsersChecksum: true,
        supportsUserChecksum: true,
        supportsCredentialChecksum: true,
        supportedUserTypes: [UserCredentialUserType.General, UserCredentialUserType.Disposable],
        supportedUserNameEncodings: [UserCredentialNameEncoding.ASCII],
        supportsAdminCode: false,
        supportsAdminCodeDeactivation: false,
        supportedCredentialTypes: new Map([
          [
            PIN,
            {
              numberOfCredentialSlots: this.slots,
              minCredentialLength: this.minLength,
              maxCredentialLength: this.maxLength,
              maxCredentialHashLength: 0,
              supportsCredentialLearn: false,
            },
          ],
        ]),
      },
    ];
  }

  async attach(controller) {
    await super.attach(controller);
    for (const [id, user] of Object.entries(this.initial.users ?? {})) this.putUser(Number(id), user);
    for (const [key, code] of Object.entries(this.initial.codes)) {
      const slot = Number(key);
      const { pin, name, user_id: userId = slot } = typeof code === "string" ? { pin: code } : code;
      if (!this.user(userId)) this.putUser(userId, { name });
      this.putPin(slot, pin, userId);
    }
  }

  user(id) {
    return this.node.state.get(userKey(id));
  }
  pin(slot) {
    return this.node.state.get(pinKey(slot));
  }

  putUser(id, { name, active = true, type = UserCredentialUserType.General } = {}, modifierType = Modifier.Locally) {
    this.node.state.set(userKey(id), {
      userType: type,
      active,
      credentialRule: UserCredentialRule.Single,
      expiringTimeoutMinutes: 0,
      nameEncoding: UserCredentialNameEncoding.ASCII,
      userName: name ?? `User-${id}`,
      modifierType,
      modifierNodeId: 0,
    });
  }

  putPin(slot, pin, userId, modifierType = Modifier.Locally) {
    this.node.state.set(pinKey(slot), {
      userId,
      credentialData: Bytes.from(pin, "ascii"),
      modifierType,
      modifierNodeId: modifierType === Modifier.ZWave ? this.controller.ownNodeId : 0,
    });
  }

  people() {
    const result = {};
    for (let id = 1; id <= this.users; id++) {
      const user = this.user(id);
      if (user) result[id] = { name: user.userName, active: user.active, type: user.userType };
    }
    return result;
  }

  codes() {
    const result = {};
    for (let slot = 1; slot <= this.slots; slot++) {
      const held = this.pin(slot);
      if (!held) continue;
      result[slot] = { pin: ascii(held.credentialData), user_id: held.userId, name: this.user(held.userId)?.userName };
    }
    return result;
  }

  slotOf(userId) {
    const found = Object.entries(this.codes()).find(([, code]) => code.user_id === userId);
    return found && Number(found[0]);
  }

  contents() {
    return { users: this.people(), codes: this.codes() };
  }

  toJSON() {
    return { ...super.toJSON(), max_users: this.users, users: this.people() };
  }

  describe(cc) {
    if (cc instanceof UserCredentialCCCredentialSet) {
      const about = { slot: cc.credentialSlot, user_id: cc.userId, write: true };
      return cc.operationType === Operation.Delete
        ? { kind: "clear", ...about }
        : { kind: "set", pin: ascii(cc.credentialData), operation: Operation[cc.operationType].toLowerCase(), ...about };
    }
    if (cc instanceof UserCredentialCCCredentialGet) {
      return { kind: "get", slot: cc.credentialSlot, user_id: cc.userId, read: true };
    }
    if (cc instanceof UserCredentialCCUserSet) {
      const about = { user_id: cc.userId, write: true };
      return cc.operationType === Operation.Delete
        ? { kind: "clear_user", slot: this.slotOf(cc.userId), ...about } // takes the user's PIN away as well
        : { kind: "set_user", user: true, name: cc.userName, operation: Operation[cc.operationType].toLowerCase(), ...about };
    }
    if (cc instanceof UserCredentialCCUserGet) return { kind: "get_user", user_id: cc.userId, read: true };
    return undefined;
  }

  async handle(cc, { fate, entry }) {
    if (cc instanceof UserCredentialCCCredentialSet) {
      if (fate.execute === "lie") {
        entry.outcome = "lied";
        const done = {
          [Operation.Add]: CredentialReport.CredentialAdded,
          [Operation.Modify]: CredentialReport.CredentialModified,
          [Operation.Delete]: CredentialReport.CredentialDeleted,
        };
        await this.say(this.credentialReport(done[cc.operationType], cc.credentialSlot, cc.userId, cc.credentialData));
        return { action: "ok" };
      }
      if (fate.execute === "refuse" || (fate.full && cc.operationType === Operation.Add)) {
        if (fate.reason !== "none") {
          const refusal =
            fate.reason === "duplicate"
              ? CredentialReport.DuplicateCredential
              : CredentialReport.ManufacturerSecurityRules;
          const held = this.pin(cc.credentialSlot);
          await this.say(this.credentialReport(refusal, cc.credentialSlot, cc.userId, held?.credentialData));
        }
        return { action: "fail" };
      }
      if (cc.operationType !== Operation.Delete) {
        cc.credentialData = Bytes.from(Faults.kept(ascii(cc.credentialData), fate), "ascii");
      }
      const data = ascii(cc.credentialData);
      if (cc.operationType !== Operation.Delete && !/^[0-9]*$/.test(data)) return { action: "fail" };
      if (!this.faults.duplicateCheck) return this.#blindToDuplicates(cc, data);
    }
    if (cc instanceof UserCredentialCCUserSet) {
      if (fate.execute === "lie") {
        entry.outcome = "lied";
        const done = {
          [Operation.Add]: UserReport.UserAdded,
          [Operation.Modify]: UserReport.UserModified,
          [Operation.Delete]: UserReport.UserDeleted,
        };
        await this.say(this.userReport(done[cc.operationType], cc.userId, cc));
        return { action: "ok" };
      }
      // The command class has no report that says "refused" here: the lock just does not do it.
      if (fate.execute === "refuse" || (fate.full && cc.operationType === Operation.Add)) return { action: "fail" };
    }
    return undefined;
  }

  /** The mock always refuses a PIN that is already there; a lock that does not look is made by hiding it. */
  async #blindToDuplicates(cc, data) {
    const hidden = Object.entries(this.codes())
      .filter(([slot, code]) => Number(slot) !== cc.credentialSlot && code.pin === data)
      .map(([slot]) => [slot, this.pin(slot)]);
    for (const [slot] of hidden) this.node.state.delete(pinKey(slot));
    try {
      for (const behavior of this.node.behaviors.slice(1)) {
        const response = await behavior.handleCC?.(this.controller, this.node, cc);
        if (response) return response;
      }
      return undefined;
    } finally {
      for (const [slot, held] of hidden) this.node.state.set(pinKey(slot), held);
    }
  }

  credentialReport(reportType, slot, userId, data, modifierType = Modifier.ZWave) {
    return new UserCredentialCCCredentialReport({
      nodeId: this.controller.ownNodeId,
      reportType,
      userId,
      credentialType: PIN,
      credentialSlot: slot,
      credentialReadBack: true,
      credentialData: Bytes.view(data ?? new Uint8Array()),
      modifierType,
      modifierNodeId: modifierType === Modifier.ZWave ? this.controller.ownNodeId : 0,
    });
  }

  userReport(reportType, userId, { userName = "", active = true } = {}, modifierType = Modifier.ZWave) {
    return new UserCredentialCCUserReport({
      nodeId: this.controller.ownNodeId,
      reportType,
      userId,
      modifierType,
      modifierNodeId: modifierType === Modifier.ZWave ? this.controller.ownNodeId : 0,
      userType: UserCredentialUserType.General,
      active,
      credentialRule: UserCredentialRule.Single,
      expiringTimeoutMinutes: 0,
      nameEncoding: UserCredentialNameEncoding.ASCII,
      userName,
    });
  }

  // --- at the keypad ---------------------------------------------------------------------------

  async keypadSet({ slot, pin, name, user_id: wanted, silently }) {
    const n = this.checkSlot(slot);
    this.checkPin(pin);
    if (this.faults.duplicateCheck && this.holderOf(pin, n) !== undefined) {
      throw new ControlError(`slot ${this.holderOf(pin, n)} holds this PIN: the lock refused it`, 409);
    }
    const before = this.pin(n);
    const userId = Number(before?.userId ?? wanted ?? n);
    const newUser = !this.user(userId);
    if (newUser) this.putUser(userId, { name });
    this.putPin(n, pin, userId);
    this.changed();
    if (silently) return;
    if (newUser) await this.say(this.userReport(UserReport.UserAdded, userId, this.user(userId), Modifier.Locally));
    await this.say(
      this.credentialReport(
        before ? CredentialReport.CredentialModified : CredentialReport.CredentialAdded,
        n,
        userId,
        this.pin(n).credentialData,
        Modifier.Locally,
      ),
    );
  }

  /** `user: true` deletes the user as well; `kept: true`: the lock says so, and keeps them. */
  async keypadClear({ slot, user = false, silently, kept = false }) {
    const n = this.checkSlot(slot);
    const held = this.pin(n);
    if (!held) throw new ControlError(`slot ${n} is empty`, 409);
    if (!kept) {
      this.node.state.delete(pinKey(n));
      if (user) this.node.state.delete(userKey(held.userId));
      this.changed();
    }
    if (silently) return;
    await this.say(
      this.credentialReport(CredentialReport.CredentialDeleted, n, held.userId, undefined, Modifier.Locally),
    );
    if (user) await this.say(this.userReport(UserReport.UserDeleted, held.userId, {}, Modifier.Locally));
  }

  /** `event: "keypad"` sends the older events 5/6 with the user's number instead of 0x23/0x24. */
  async keypadUse({ slot, action = "unlock", event = "credential" }) {
    const n = this.checkSlot(slot);
    const held = this.pin(n);
    if (!held || !this.user(held.userId)?.active) throw new ControlError(`slot ${n} does not open this lock`, 409);
    const lock = action === "lock";
    this.setLocked(lock);
    if (event === "keypad") {
      await this.notify(lock ? Event.KeypadLock : Event.KeypadUnlock, { slot: held.userId, parameters: [held.userId] });
    } else {
      // Credential usage data as real locks send it: user (2 bytes), number of credentials, type, slot (2 bytes)
      const parameters = [held.userId >> 8, held.userId & 0xff, 1, PIN, n >> 8, n & 0xff];
      await this.notify(lock ? Event.CredentialLock : Event.CredentialUnlock, { parameters });
    }
    await this.reportBolt();
  }

  async reset({ silently, kept = false } = {}) {
    for (const key of kept ? [] : [...this.node.state.keys()]) {
      if (/^UserCredential_(user|cred)_/.test(key)) this.node.state.delete(key);
    }
    this.changed();
    if (!silently) await this.say(this.userReport(UserReport.UserDeleted, 0, { active: false }, Modifier.Locally));
  }
}
