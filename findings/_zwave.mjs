/** One lock on a Z-Wave network without a radio: the real driver over a mocked serial port. */
import { once } from "node:events";
import { mkdtempSync } from "node:fs";
import { resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { CommandClasses } from "@zwave-js/core";
import { MockController, MockNode } from "@zwave-js/testing";
import { InterviewStage } from "zwave-js";
import {
  createAndStartDriverWithMockPort,
  createDefaultMockControllerBehaviors,
  createDefaultMockNodeBehaviors,
} from "zwave-js/Testing";

/**
 * Start the driver and wait until it knows the lock. `classes` are the lock's own command classes, `answer` its own
 * behaviour; `prepare` sees the lock before the driver does.
 */
export async function startLock({ classes = [], answer, prepare, options = {} }) {
  const folder = resolve(mkdtempSync("cache-")); // in the finding's own folder, which it removes
  const { driver, mockPort, serial, continueStartup } = await createAndStartDriverWithMockPort({
    storage: { cacheDir: folder, throttle: "fast" },
    attempts: { sendData: 1 },
    features: { softReset: false },
    testingHooks: { skipFirmwareIdentification: true },
    ...options,
  });
  driver.on("error", (error) => console.error(error));
  const controller = await MockController.create({ mockPort, serial, homeId: 0x7e570001, ownNodeId: 1 });
  controller.defineBehavior(...createDefaultMockControllerBehaviors());
  const lock = await MockNode.create({
    id: 2,
    controller,
    capabilities: {
      isListening: true,
      genericDeviceClass: 0x40,
      specificDeviceClass: 0x03,
      commandClasses: [
        { ccId: CommandClasses["Z-Wave Plus Info"], version: 2 },
        { ccId: CommandClasses.Version, version: 2 },
        { ccId: CommandClasses["Manufacturer Specific"], version: 2 },
        { ccId: CommandClasses["Door Lock"], version: 2 },
        ...classes,
      ],
    },
  });
  lock.defineBehavior(...createDefaultMockNodeBehaviors());
  if (answer) lock.defineBehavior({ handleCC: (_controller, self, cc) => answer(cc, self) });
  prepare?.(lock);
  controller.addNode(lock);
  const ready = once(driver, "driver ready");
  continueStartup();
  await ready;
  const node = driver.controller.nodes.get(2);
  await until(() => node.interviewStage === InterviewStage.Complete, "the lock is interviewed");
  return { driver, controller, lock, node, userCodes: node.commandClasses["User Code"] };
}

export async function until(condition, what) {
  for (const end = Date.now() + 30_000; !condition(); await sleep(20)) {
    if (Date.now() > end) throw new Error(`not within 30 s: ${what}`);
  }
}

/** Print the result, a line for each name, and end. */
export function conclude(seen) {
  for (const [name, value] of Object.entries(seen)) console.log(`${name}: ${JSON.stringify(value)}`);
  process.exit(0);
}
