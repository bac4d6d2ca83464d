import { once } from "node:events";
import { createServer } from "node:net";
import { ZwavejsServer } from "@zwave-js/server";
import { MockController } from "@zwave-js/testing";
import { InterviewStage, NodeStatus } from "zwave-js";
import { createAndStartDriverWithMockPort, createDefaultMockControllerBehaviors } from "zwave-js/Testing";

// Every refused command is an error to the server's log; the client hears of it anyway.
const quiet = { error() {}, warn() {}, info() {}, debug() {} };

const HOST_ACK_MS = 60_000;

/** Returns a port below those that a system gives to outgoing connections, which would take it while the server is stopped. */
async function freePort(host) {
  for (;;) {
    const port = 20_000 + Math.floor(Math.random() * 12_000);
    const probe = createServer();
    try {
      probe.listen(port, host);
      await once(probe, "listening");
    } catch {
      continue;
    }
    probe.close();
    await once(probe, "close");
    return port;
  }
}

/** The driver, the simulated radio with the locks on it, and the WebSocket server in front. */
export class Network {
  constructor({ locks, storage, host, port, attempts, clearFirst = false, verbose, logFile }) {
    Object.assign(this, { locks, storage, host, port, attempts, clearFirst, verbose, logFile });
  }

  async start() {
    const { driver, mockPort, serial, continueStartup } = await createAndStartDriverWithMockPort({
      storage: { cacheDir: this.storage, throttle: "fast" },
      attempts: { sendData: this.attempts },
      // Some add-ons of Home Assistant run the driver with this setting; without it the first interview
      // of a freshly included lock deletes all of its codes.
      interview: { queryAllUserCodes: !this.clearFirst },
      features: { softReset: false },
      testingHooks: { skipFirmwareIdentification: true },
      ...(this.logFile
        ? { logConfig: { enabled: true, level: "silly", logToFile: true, filename: this.logFile, forceConsole: false } }
        : {}),
    });
    this.driver = driver;
    driver.on("error", (error) => console.error(error));
    this.controller = await MockController.create({ mockPort, serial, homeId: 0x7e570001, ownNodeId: 1 });
    // On a machine with too much to do the driver acknowledges a frame after more than the second that is waited here.
    const expectHostACK = this.controller.expectHostACK.bind(this.controller);
    this.controller.expectHostACK = (_, message) => expectHostACK(HOST_ACK_MS, message);
    this.controller.defineBehavior(...createDefaultMockControllerBehaviors());
    for (const lock of this.locks) {
      lock.attempts = this.attempts;
      await lock.attach(this.controller);
    }
    const ready = once(driver, "driver ready");
    continueStartup();
    await ready;
    for (const lock of this.locks) {
      const node = driver.controller.nodes.get(lock.id);
      if (node.name !== lock.name) node.name = lock.name;
      if (lock.spec.location && node.location !== lock.spec.location) node.location = lock.spec.location;
    }
    await this.#interviewed();
    // Otherwise the recorded frames pile up for as long as the process lives.
    setInterval(() => this.controller.clearReceivedHostMessages(), 30_000).unref();
    this.port ||= await freePort(this.host);
    await this.startServer();
  }

  async #interviewed(timeout = 60_000) {
    const end = Date.now() + timeout;
    const nodes = this.locks.map((lock) => this.driver.controller.nodes.get(lock.id));
    while (!nodes.every((n) => n.ready && n.interviewStage === InterviewStage.Complete)) {
      if (Date.now() > end) throw new Error("the locks were not interviewed in time");
      await new Promise((resolve) => setTimeout(resolve, 25));
    }
  }

  get serverRunning() {
    return !!this.server;
  }

  async startServer() {
    if (this.server) return;
    const server = new ZwavejsServer(this.driver, {
      port: this.port,
      host: this.host,
      enableDNSServiceDiscovery: false,
      logger: this.verbose ? console : quiet,
    });
    await server.start(true);
    this.server = server;
  }

  /** `hard` cuts the connections instead of closing them, as when the machine is switched off. */
  async stopServer({ hard = false } = {}) {
    if (!this.server) return;
    const server = this.server;
    this.server = undefined;
    if (hard) for (const socket of server.wsServer.clients) socket.terminate();
    await server.destroy();
  }

  status(id) {
    const node = this.driver.controller.nodes.get(id);
    return NodeStatus[node.status].toLowerCase();
  }

  async ping(id) {
    return this.driver.controller.nodes.get(id).ping();
  }

  async stop() {
    await this.stopServer({ hard: true });
    await this.driver?.destroy();
    this.controller?.destroy();
  }
}
