import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import WebSocket from "ws";

const PROGRAM = fileURLToPath(new URL("../simulator.mjs", import.meta.url));

/** Starts a simulator of its own, on free ports, and waits for its ready line. */
export async function startSimulator(...args) {
  const child = spawn(process.execPath, [PROGRAM, "--with-parent", "--port=0", "--control-port=0", ...args], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  let text = "";
  const ready = await new Promise((resolve, reject) => {
    child.once("exit", (code) => reject(new Error(`the simulator ended with ${code}`)));
    child.stdout.setEncoding("utf8").on("data", (chunk) => {
      text += chunk;
      if (text.includes("\n")) resolve(JSON.parse(text.split("\n")[0]));
    });
  });
  const control = async (method, path, data) => {
    const response = await fetch(ready.control + path, {
      method,
      ...(data === undefined ? {} : { body: JSON.stringify(data) }),
    });
    const answer = await response.json();
    if (!response.ok) throw Object.assign(new Error(answer.error), { status: response.status });
    return answer;
  };
  return {
    ready,
    child,
    get: (path) => control("GET", path),
    post: (path, data = {}) => control("POST", path, data),
    async end(signal = "SIGTERM") {
      if (child.exitCode !== null || child.signalCode !== null) return child.exitCode;
      const gone = once(child, "exit");
      child.kill(signal);
      const [code] = await gone;
      return code;
    },
  };
}

/** A client of the WebSocket server that speaks as much of its protocol as Home Assistant does. */
export class Client {
  #next = 0;
  #waiting = new Map();
  events = [];

  static async connect(url, schemaVersion = 50) {
    const client = new Client();
    client.socket = new WebSocket(url);
    client.closed = new Promise((resolve) => client.socket.once("close", resolve));
    client.socket.on("error", () => {}); // of a server that is gone; "close" follows
    client.socket.on("message", (data) => client.#receive(JSON.parse(data)));
    await once(client.socket, "open");
    await client.send("initialize", { schemaVersion, additionalUserAgentComponents: {} });
    client.state = (await client.send("start_listening")).state;
    return client;
  }

  #receive(message) {
    if (message.type === "version") this.version = message;
    if (message.type === "event") this.events.push(message.event);
    if (message.type === "result") {
      const { resolve, reject } = this.#waiting.get(message.messageId);
      this.#waiting.delete(message.messageId);
      if (message.success) resolve(message.result);
      else reject(Object.assign(new Error(message.zwaveErrorMessage ?? message.message ?? message.errorCode), message));
    }
  }

  send(command, parameters = {}) {
    const messageId = `m${++this.#next}`;
    const result = new Promise((resolve, reject) => this.#waiting.set(messageId, { resolve, reject }));
    this.socket.send(JSON.stringify({ messageId, command, ...parameters }));
    return result;
  }

  /** endpoint.invoke_cc_api of the User Code command class */
  async userCode(nodeId, methodName, ...args) {
    const { response } = await this.send("endpoint.invoke_cc_api", {
      nodeId,
      endpoint: 0,
      commandClass: 99,
      methodName,
      args,
    });
    return response;
  }

  accessControl(nodeId, command, parameters = {}) {
    return this.send(`endpoint.access_control.${command}`, { nodeId, endpoint: 0, ...parameters });
  }

  /** Waits for an event that was not there when `since` was taken (a length of `events`). */
  async event(matches, since = 0, timeout = 3000) {
    const end = Date.now() + timeout;
    for (;;) {
      const found = this.events.slice(since).find(matches);
      if (found) return found;
      if (Date.now() > end) throw new Error(`no such event; seen: ${JSON.stringify(this.events.slice(since))}`);
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  }

  async close() {
    this.socket.close();
    await this.closed;
  }
}
