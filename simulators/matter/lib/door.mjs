/** One door of the simulated lock: matter.js' own DoorLockServer, a record of what was asked, faults, and a keypad. */
import { DoorLockServer } from "@matter/main/behaviors/door-lock";
import { DoorLock } from "@matter/main/clusters/door-lock";
import { Supervision } from "@matter/main/node";
import { StatusResponseError } from "@matter/main/types";
import { refusalOf } from "./keypad.mjs";

const PIN = DoorLock.CredentialType.Pin;
const ADD = DoorLock.DataOperationType.Add;
const DUPLICATE = 2;
const OCCUPIED = 3;
/** matter.js cannot store "by no fabric", which is what a keypad makes: kept as this, answered as null. */
const NO_FABRIC = 254;

const text = (bytes) => Buffer.from(bytes).toString("latin1");

function shown(request) {
  return JSON.parse(
    JSON.stringify(request, (_, value) => {
      if (value?.type === "Buffer") return text(value.data);
      if (value instanceof Uint8Array) return text(value);
      return typeof value === "bigint" ? Number(value) : value;
    }),
  );
}

/** An answer with a status that matter.js would refuse to send: it takes the field for one of its general statuses. */
function unchecked(status) {
  const answer = { status, userIndex: null, nextCredentialIndex: null };
  Object.assign(Supervision(answer, "status"), { validate: false, constraint: false, conformance: false });
  return answer;
}

function withoutFabric(answer) {
  const hide = (index) => (index === NO_FABRIC ? null : index);
  return {
    ...answer,
    creatorFabricIndex: hide(answer.creatorFabricIndex),
    lastModifiedFabricIndex: hide(answer.lastModifiedFabricIndex),
  };
}

/**
 * The class of one door. `faults`: {refuse: {command: status}, answer: status of SetCredential, slow: ms, clock: seconds
 * that the lock's clock is off}; `log`: every command, PINs in clear.
 */
export function doorServer({ features, faults, log, clock }) {
  const Base = DoorLockServer.with(...features);

  class Door extends Base {
    async asked(name, request, run) {
      const entry = { seq: log.length + 1, name, request: shown(request) };
      log.push(entry);
      if (faults.slow) await new Promise((resolve) => setTimeout(resolve, faults.slow));
      const refused = faults.refuse?.[name];
      if (refused !== undefined) {
        entry.refused = refused;
        throw new StatusResponseError("refused by the simulation", refused);
      }
      if (name === "setCredential" && faults.answer !== undefined) return unchecked(faults.answer);
      return run();
    }

    setUser(request) {
      return this.asked("setUser", request, () => super.setUser(request));
    }
    getUser(request) {
      return this.asked("getUser", request, () => withoutFabric(super.getUser(request)));
    }
    clearUser(request) {
      return this.asked("clearUser", request, () => super.clearUser(request));
    }
    setCredential(request) {
      return this.asked("setCredential", request, () => {
        const { credentialType, credentialIndex } = request.credential;
        // The statuses that the specification names; matter.js answers both with a plain failure.
        if (this.auth.isDuplicateCredential(credentialType, request.credentialData, credentialIndex)) {
          return unchecked(DUPLICATE);
        }
        if (request.operationType === ADD && this.auth.findCredential(credentialType, credentialIndex)) {
          return unchecked(OCCUPIED);
        }
        return super.setCredential(request);
      });
    }
    getCredentialStatus(request) {
      return this.asked("getCredentialStatus", request, () => withoutFabric(super.getCredentialStatus(request)));
    }
    clearCredential(request) {
      return this.asked("clearCredential", request, () => super.clearCredential(request));
    }
    setYearDaySchedule(request) {
      return this.asked("setYearDaySchedule", request, () => super.setYearDaySchedule(request));
    }
    getYearDaySchedule(request) {
      return this.asked("getYearDaySchedule", request, () => super.getYearDaySchedule(request));
    }
    clearYearDaySchedule(request) {
      return this.asked("clearYearDaySchedule", request, () => super.clearYearDaySchedule(request));
    }

    /** What the lock really holds, PINs in clear. */
    held() {
      const { users, credentials, yearDaySchedules, lockState } = this.state;
      return {
        lockState,
        users: users.map((user) => ({ ...user, credentials: user.credentials.map((one) => ({ ...one })) })),
        pins: Object.fromEntries(
          credentials
            .filter((one) => one.credentialType === PIN)
            .map((one) => [one.credentialIndex, text(this.auth.decrypt(one.credentialData))]),
        ),
        schedules: (yearDaySchedules ?? []).map((one) => ({ ...one })),
      };
    }

    /** Somebody types a PIN. */
    enter(pin, operation) {
      const by = { lockOperationType: operation, operationSource: DoorLock.OperationSource.Keypad };
      const nobody = { userIndex: null, fabricIndex: null, sourceNode: null, credentials: null };
      const deny = (operationError, who) => {
        this.events.lockOperationError.emit({ ...by, operationError, ...who }, this.context);
        return { opened: false, error: operationError };
      };
      const found = this.state.credentials.find(
        (one) => one.credentialType === PIN && text(this.auth.decrypt(one.credentialData)) === pin,
      );
      if (!found) return deny(DoorLock.OperationError.InvalidCredential, nobody);
      const userIndex = this.auth.findUserIndexForCredential(PIN, found.credentialIndex);
      const used = { credentialType: PIN, credentialIndex: found.credentialIndex };
      const who = { ...nobody, userIndex, credentials: [used] };
      const { yearDaySchedules: yearDay = [], weekDaySchedules: weekDay = [] } = this.state;
      const refusal = refusalOf(this.auth.findUser(userIndex), { yearDay, weekDay }, clock.wall() ?? 0);
      if (refusal !== undefined) return deny(refusal, who);
      this.state.lockState =
        operation === DoorLock.LockOperationType.Unlock ? DoorLock.LockState.Unlocked : DoorLock.LockState.Locked;
      this.events.lockOperation.emit({ ...by, ...who }, this.context);
      return { opened: true, slot: found.credentialIndex };
    }

    /** Somebody programs the lock at its keypad; without a PIN: deletes the code. */
    program({ slot, pin, silently }) {
      const { auth } = this;
      const isThere = auth.findCredential(PIN, slot) !== undefined;
      let userIndex = isThere ? auth.findUserIndexForCredential(PIN, slot) : slot;
      let change = DoorLock.DataOperationType.Modify;
      if (pin === undefined) {
        change = DoorLock.DataOperationType.Clear;
        if (isThere) auth.removeCredential(PIN, slot);
        auth.removeUser(userIndex);
        userIndex = null;
      } else if (isThere) {
        auth.updateCredentialData(PIN, slot, Buffer.from(pin), NO_FABRIC);
      } else {
        change = ADD;
        auth.addCredential(PIN, slot, Buffer.from(pin), NO_FABRIC);
        auth.addUser({
          userIndex,
          userName: "",
          userUniqueId: null,
          userStatus: DoorLock.UserStatus.OccupiedEnabled,
          userType: DoorLock.UserType.UnrestrictedUser,
          credentialRule: DoorLock.CredentialRule.Single,
          credentials: [{ credentialType: PIN, credentialIndex: slot }],
          creatorFabricIndex: NO_FABRIC,
          lastModifiedFabricIndex: NO_FABRIC,
        });
      }
      if (silently) return;
      this.events.lockUserChange.emit(
        {
          lockDataType: DoorLock.LockDataType.Pin,
          dataOperationType: change,
          operationSource: DoorLock.OperationSource.Keypad,
          userIndex,
          fabricIndex: null,
          sourceNode: null,
          dataIndex: slot,
        },
        this.context,
      );
    }
  }
  return Door;
}
