import { AsyncLocalStorage } from "node:async_hooks";
import { setTimeout as sleep } from "node:timers/promises";
import { BatteryCCGet, BatteryCCReport } from "@zwave-js/cc/BatteryCC";
import { DoorLockMode } from "@zwave-js/cc";
import { DoorLockCCOperationGet, DoorLockCCOperationReport, DoorLockCCOperationSet } from "@zwave-js/cc/DoorLockCC";
import { NotificationCCGet, NotificationCCReport } from "@zwave-js/cc/NotificationCC";
import { CommandClasses, Duration } from "@zwave-js/core";
import { Bytes } from "@zwave-js/shared";
import { MockNode, MockZWaveFrameType, createMockZWaveRequestFrame } from "@zwave-js/testing";
import { createDefaultMockNodeBehaviors } from "zwave-js/Testing";
import { Faults } from "./faults.mjs";
import { CommandLog } from "./log.mjs";

/** Events of the notification type "Access Control". */
export const Event = {
  ManualLock: 0x01,
  ManualUnlock: 0x02,
  RfLock: 0x03,
  RfUnlock: 0x04,
  KeypadLock: 0x05,
  KeypadUnlock: 0x06,
  LockJammed: 0x0b,
  AllCodesDeleted: 0x0c,
  CodeDeleted: 0x0d,
  CodeAdded: 0x0e,
  CodeDuplicate: 0x0f,
  CredentialLock: 0x23,
  CredentialUnlock: 0x24,
};

/** The numbers older firmware sends beside the event; alarmLevel then carries the slot. */
const V1_ALARM = {
  [Event.KeypadLock]: 18,
  [Event.KeypadUnlock]: 19,
  [Event.ManualLock]: 21,
  [Event.ManualUnlock]: 22,
  [Event.RfLock]: 24,
  [Event.RfUnlock]: 25,
  [Event.AllCodesDeleted]: 32,
  [Event.CodeDeleted]: 33,
  [Event.CodeAdded]: 112,
  [Event.CodeDuplicate]: 113,
};

/** What the caller of the control API did wrong, with the HTTP status that says so. */
export class ControlError extends Error {
  constructor(message, status = 400) {
    super(message);
    this.status = status;
  }
}

/** The command inside Supervision, Multi Channel or Security wrapping. */
function peel(cc) {
  let inner = cc;
  while (inner?.encapsulated && !Array.isArray(inner.encapsulated)) inner = inner.encapsulated;
  return inner;
}

const handling = new AsyncLocalStorage();

/** What every simulated lock has: bolt, battery, notifications, faults and the record of commands. */
export class Lock {
  constructor(spec, saved) {
    this.spec = spec;
    this.id = spec.id;
    this.name = spec.name ?? `Lock ${spec.id}`;
    this.kind = spec.kind;
    this.slots = spec.slots;
    this.minLength = spec.min_length;
    this.maxLength = spec.max_length;
    this.locked = saved?.locked ?? spec.locked ?? true;
    this.battery = spec.battery ?? 87;
    this.faults = new Faults();
    this.log = new CommandLog();
    this.onChange = () => {};
    this.attempts = 3;
    /** writes that are still to be carried out, long after they were acknowledged */
    this.late = 0;
  }

  // --- what the kinds of lock differ in -------------------------------------------------------

  /** Command classes beside the common ones. */
  commandClasses() {
    return [];
  }
  notificationEvents() {
    return [1, 2, 3, 4, 5, 6, 0x0b, 0x0c, 0x0d, 0x0e, 0x0f, 0x10];
  }
  identity() {
    return { manufacturerId: 0x3b, productType: 0x01, productId: 0x468, firmwareVersion: "3.3" };
  }
  /** Names a command for the record: {kind, slot, pin, ...}. */
  describe() {
    return undefined;
  }
  /** Carries out a command of the lock's own command class; undefined: not mine. */
  async handle() {
    return undefined;
  }
  /** {slot: {pin, ...}} */
  codes() {
    return {};
  }
  contents() {
    return {};
  }

  // --- the node on the simulated network ------------------------------------------------------

  async attach(controller) {
    this.controller = controller;
    const supervision = this.spec.supervision
      ? [{ ccId: CommandClasses.Supervision, version: 1 }]
      : [];
    this.node = await MockNode.create({
      id: this.id,
      controller,
      capabilities: {
        ...this.identity(),
        isListening: false,
        isFrequentListening: "1000ms",
        genericDeviceClass: 0x40,
        specificDeviceClass: 0x03,
        txDelay: this.spec.tx_delay_ms ?? 5,
        commandClasses: [
          { ccId: CommandClasses["Z-Wave Plus Info"], version: 2 },
          { ccId: CommandClasses.Version, version: 2 },
          { ccId: CommandClasses["Manufacturer Specific"], version: 2 },
          { ccId: CommandClasses["Door Lock"], version: 2 },
          {
            ccId: CommandClasses.Notification,
            version: 8,
            supportsV1Alarm: this.spec.v1_alarm,
            notificationTypesAndEvents: { 6: this.spec.events ?? this.notificationEvents() },
          },
          { ccId: CommandClasses.Battery, version: 1 },
          ...supervision,
          ...this.commandClasses(),
        ],
      },
    });
    const node = this.node;
    node.defineBehavior(...createDefaultMockNodeBehaviors());
    node.defineBehavior({
      handleCC: (_controller, _self, cc) => {
        const ctx = handling.getStore() ?? { fate: { execute: "normal" }, entry: {} };
        return this.#handleCommon(cc) ?? this.handle(cc, ctx);
      },
    });
    // Asked last, so before the Supervision hook turns ok/fail into a report.
    node.behaviors.push({
      transformResponse: (_controller, _self, _cc, response) => {
        const entry = handling.getStore()?.entry;
        if (entry?.outcome === "done" && response.action === "fail") entry.outcome = "refused";
        return response;
      },
    });
    node.autoAckControllerFrames = false;
    const receive = node.onControllerFrame.bind(node);
    this.#transmit = node.sendToController.bind(node);
    node.onControllerFrame = (frame) => this.#receive(frame, receive);
    node.sendToController = (frame) => this.#send(frame);
    controller.addNode(node);
  }

  #transmit;
  #last;
  #slow;

  async #receive(frame, receive) {
    if (frame.type !== MockZWaveFrameType.Request) return receive(frame);
    const inner = peel(frame.payload);
    const command = { kind: "other", ...this.#describeCommon(inner), ...this.describe(inner) };
    // A deleted user's slot is known at the first attempt only
    const print = JSON.stringify([inner.constructor.name, { ...command, slot: inner.credentialSlot ?? inner.userId ?? command.slot }]);

    // The driver sends a frame again when nobody acknowledged it: the same command, the same fate.
    const last = this.#last;
    const retry =
      !!last && last.print === print && !last.acked && last.tries < this.attempts && Date.now() - last.at < 2500;
    const fate = !retry ? this.faults.meet(command) : last.fate.once ? Faults.healthy() : last.fate;
    const reached = fate.reach && !this.faults.dropped();
    const acked = reached && fate.ack && !this.faults.dropped();
    this.#last = { print, fate, acked, at: Date.now(), tries: retry ? last.tries + 1 : 1 };

    const { write: _w, read: _r, user: _u, ...shown } = command;
    const entry = this.log.add({
      ...shown,
      cc: inner.constructor.name,
      outcome: !reached || (command.read && !fate.answer) ? "ignored" : "done",
      reached,
      acked,
      ...(frame.payload !== inner ? { supervised: true } : {}),
      ...(retry ? { retry: true } : {}),
    });
    if (!reached) return;
    if (acked) void this.node.ackControllerRequestFrame(frame);
    if (fate.late) {
      entry.late = fate.late;
      this.late++;
      setTimeout(() => void this.#carryOut(frame, receive, fate, entry).finally(() => this.late--), fate.late);
      return;
    }
    // A lock is told one thing after the other: what it does late, nothing overtakes.
    const before = this.#slow;
    const done = this.#carryOut(frame, receive, fate, entry, before);
    if (fate.slow) this.#slow = done.catch(() => {});
    await done;
  }

  async #carryOut(frame, receive, fate, entry, before) {
    await handling.run({ lock: this, fate, entry }, async () => {
      await before;
      if (fate.slow) await sleep(fate.slow);
      await receive(frame);
      this.changed();
    });
    this.node.receivedControllerFrames.length = 0;
    this.node.sentControllerFrames.length = 0;
  }

  async #send(frame) {
    if (frame.type !== MockZWaveFrameType.Request) return this.#transmit(frame);
    if (this.faults.silent) return;
    const ctx = handling.getStore();
    if (ctx?.lock === this) {
      if (!ctx.fate.answer) return;
      if (ctx.fate.delay) await sleep(ctx.fate.delay);
    }
    if (this.faults.silent || this.faults.dropped()) return;
    return this.#transmit(frame);
  }

  #describeCommon(cc) {
    if (cc instanceof DoorLockCCOperationSet) return { kind: "lock_op", locked: cc.mode === DoorLockMode.Secured };
    return undefined;
  }

  #handleCommon(cc) {
    if (cc instanceof BatteryCCGet) {
      return { action: "sendCC", cc: new BatteryCCReport({ nodeId: this.controller.ownNodeId, level: this.battery }) };
    }
    if (cc instanceof NotificationCCGet) {
      // Nothing pending
      return {
        action: "sendCC",
        cc: new NotificationCCReport({
          nodeId: this.controller.ownNodeId,
          notificationType: cc.notificationType || 6,
          notificationEvent: 0xfe,
        }),
      };
    }
    if (cc instanceof DoorLockCCOperationGet) return { action: "sendCC", cc: this.boltReport() };
    if (cc instanceof DoorLockCCOperationSet) {
      this.setLocked(cc.mode === DoorLockMode.Secured);
      this.soon(async () => {
        await this.reportBolt();
        await this.notify(this.locked ? Event.RfLock : Event.RfUnlock);
      });
      return { action: "ok" };
    }
    return undefined;
  }

  /** A real lock tells what happened a moment after it happened, not inside the answer. */
  soon(task, ms = 60) {
    const later = () => setTimeout(() => void task().catch((error) => console.error(error)), ms);
    // When one ACK was lost, what the lock says afterwards is not.
    if (handling.getStore()?.fate.once) handling.exit(later);
    else later();
  }

  async say(cc) {
    await this.node.sendToController(createMockZWaveRequestFrame(cc, { ackRequested: false }));
  }

  setLocked(locked) {
    this.locked = locked;
    this.changed();
  }

  boltReport() {
    const mode = this.locked ? DoorLockMode.Secured : DoorLockMode.Unsecured;
    return new DoorLockCCOperationReport({
      nodeId: this.controller.ownNodeId,
      currentMode: mode,
      outsideHandlesCanOpenDoor: [false, false, false, false],
      insideHandlesCanOpenDoor: [true, true, true, true],
      doorStatus: "closed",
      boltStatus: this.locked ? "locked" : "unlocked",
      latchStatus: "closed",
      targetMode: mode,
      duration: new Duration(0, "seconds"),
    });
  }

  async reportBolt() {
    await this.say(this.boltReport());
  }

  /** An Access Control notification, with the older alarm numbers beside it when the slot is given. */
  async notify(event, { slot, parameters } = {}) {
    const cc = new NotificationCCReport({
      nodeId: this.controller.ownNodeId,
      notificationType: 6,
      notificationEvent: event,
      eventParameters: parameters ? Bytes.from(parameters) : undefined,
    });
    const alarm = this.spec.v1_alarm ? V1_ALARM[event] : undefined;
    if (alarm !== undefined) {
      const serialize = cc.serialize.bind(cc);
      cc.serialize = async (context) => {
        const bytes = await serialize(context);
        bytes[2] = alarm; // [class, command, alarm type, alarm level, ...]
        bytes[3] = slot ?? 0;
        return bytes;
      };
    }
    await this.say(cc);
  }

  changed() {
    this.onChange();
  }

  // --- what people do at the door -------------------------------------------------------------

  /** Sends something unasked, as real locks do now and then: a lock thought dead counts as alive. */
  async wake() {
    await this.say(new BatteryCCReport({ nodeId: this.controller.ownNodeId, level: this.battery }));
  }

  checkSlot(slot) {
    const n = Number(slot);
    if (!Number.isInteger(n) || n < 1 || n > this.slots) throw new ControlError(`no slot ${slot} (1..${this.slots})`);
    return n;
  }

  checkPin(pin) {
    if (typeof pin !== "string" || !this.pinFits(pin)) {
      throw new ControlError(`"pin" must be ${this.minLength} to ${this.maxLength} digits`);
    }
    return pin;
  }

  pinFits(pin) {
    return /^[0-9]+$/.test(pin) && pin.length >= this.minLength && pin.length <= this.maxLength;
  }

  holderOf(pin, exceptSlot) {
    const found = Object.entries(this.codes()).find(([s, c]) => c.pin === pin && Number(s) !== exceptSlot);
    return found && Number(found[0]);
  }

  toJSON() {
    return {
      id: this.id,
      name: this.name,
      kind: this.kind,
      slots: this.slots,
      min_length: this.minLength,
      max_length: this.maxLength,
      codes: this.codes(),
      locked: this.locked,
      battery: this.battery,
      faults: this.faults.toJSON(),
      late: this.late,
      seq: this.log.seq,
    };
  }

  /** What survives the end of the process. */
  toState() {
    return { locked: this.locked, ...this.contents() };
  }
}
