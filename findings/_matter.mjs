/** One Matter lock of matter.js and a controller of matter.js that has commissioned it, in one process. */
import { Environment, Logger, Seconds, ServerNode } from "@matter/main";
import { DoorLockServer } from "@matter/main/behaviors/door-lock";
import { DoorLock } from "@matter/main/clusters/door-lock";
import { DoorLockDevice } from "@matter/main/devices/door-lock";

Logger.level = "error";
Environment.default.vars.set("storage.path", process.cwd()); // in the finding's own folder, which it removes

export const code = (pin) => new TextEncoder().encode(pin);

/** Return what the lock holds and how the controller commands it: with the answer, or the name of the error. */
export async function startLock() {
  const discriminator = process.pid % 4096;
  const passcode = 20202021;
  const commissioning = { passcode, discriminator };
  const lock = await ServerNode.create({ id: "lock", network: { port: 0 }, commissioning });
  const features = ["PinCredential", "User", "CredentialOverTheAirAccess", "YearDayAccessSchedules"];
  const door = await lock.add(DoorLockDevice.with(DoorLockServer.with(...features)), {
    id: "door",
    doorLock: {
      lockType: DoorLock.LockType.DeadBolt,
      lockState: DoorLock.LockState.Locked,
      actuatorEnabled: true,
      operatingMode: DoorLock.OperatingMode.Normal,
      supportedOperatingModes: { alwaysSet: 2047 },
      numberOfTotalUsersSupported: 5,
      numberOfPinUsersSupported: 5,
      numberOfCredentialsSupportedPerUser: 2,
      numberOfYearDaySchedulesSupportedPerUser: 2,
      credentialRulesSupport: { single: true },
      minPinCodeLength: 4,
      maxPinCodeLength: 8,
      requirePinForRemoteOperation: true,
      sendPinOverTheAir: false,
      wrongCodeEntryLimit: 5,
      userCodeTemporaryDisableTime: 10,
    },
  });
  await lock.start();
  const controller = await ServerNode.create({
    id: "controller",
    network: { port: 0 },
    commissioning: { enabled: false },
    controller: { adminFabricLabel: "finding" },
  });
  await controller.start();
  const peer = await controller.peers.commission({ passcode, discriminator, timeout: Seconds(30) });
  const endpoint = peer.endpoints.for(door.number);

  async function command(name, request) {
    try {
      return (await endpoint.act((agent) => agent.doorLock[name](request))) ?? "done";
    } catch (error) {
      return error.constructor.name;
    }
  }

  return {
    command,
    addUser: (userIndex, userType = DoorLock.UserType.UnrestrictedUser) =>
      command("setUser", {
        operationType: 0,
        userIndex,
        userName: "",
        userUniqueId: null,
        userStatus: 1,
        userType,
        credentialRule: 0,
      }),
    addPin: (credentialIndex, userIndex, pin) =>
      command("setCredential", {
        operationType: 0,
        credential: { credentialType: 1, credentialIndex },
        credentialData: code(pin),
        userIndex,
        userStatus: null,
        userType: null,
      }),
    lockState: () => DoorLock.LockState[door.state.doorLock.lockState],
    async conclude(seen) {
      for (const [name, value] of Object.entries(seen)) console.log(`${name}: ${JSON.stringify(value)}`);
      await controller.close();
      await lock.close();
      process.exit(0);
    },
  };
}
