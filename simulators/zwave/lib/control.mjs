import { once } from "node:events";
import { createServer } from "node:http";
import { ControlError } from "./lock.mjs";

async function body(request) {
  let text = "";
  for await (const chunk of request) text += chunk;
  if (!text.trim()) return {};
  let value;
  try {
    value = JSON.parse(text);
  } catch {
    throw new ControlError("the body is not JSON");
  }
  if (value === null || typeof value !== "object" || Array.isArray(value)) throw new ControlError("the body must be an object");
  return value;
}

/** The control API: what really is in the locks, what they were told, and what is to go wrong. */
export async function startControl({ port, network, locks, shutdown }) {
  const byId = new Map(locks.map((lock) => [lock.id, lock]));
  const view = (lock) => ({ ...lock.toJSON(), status: network.status(lock.id) });

  async function route(method, url, data) {
    const path = url.pathname.replace(/\/+$/, "");
    const since = Number(url.searchParams.get("since") ?? 0);
    const lockPath = /^\/locks\/(\d+)(?:\/(.+))?$/.exec(path);
    if (lockPath) {
      const lock = byId.get(Number(lockPath[1]));
      if (!lock) throw new ControlError(`no lock ${lockPath[1]}`, 404);
      const name = `${method} ${lockPath[2] ?? ""}`.trim();
      switch (name) {
        case "GET":
          return view(lock);
        case "GET log":
          return lock.log.since(since);
        case "GET counts":
          return lock.log.counts(since);
        case "GET faults":
          return lock.faults.toJSON();
        case "POST faults":
          try {
            lock.faults.set(data);
          } catch (error) {
            throw new ControlError(error.message);
          }
          return lock.faults.toJSON();
        case "POST keypad/set":
          await lock.keypadSet(data);
          return view(lock);
        case "POST keypad/clear":
          await lock.keypadClear(data);
          return view(lock);
        case "POST keypad/use":
          await lock.keypadUse(data);
          return view(lock);
        case "POST keypad/enter":
          if (!lock.keypadEnter) throw new ControlError("this kind of lock takes no typed PIN here");
          return { opens: await lock.keypadEnter(data) };
        case "POST clock":
          if (!lock.schedules?.perUser) throw new ControlError("this lock has no clock");
          lock.clock.set(data);
          lock.changed();
          return view(lock);
        case "POST schedule":
          if (!lock.schedules?.perUser) throw new ControlError("this lock has no schedules");
          if (data.weekly) lock.schedules.setWeekly(lock.checkSlot(data.slot), data.weekly);
          else if (data.schedule) lock.schedules.held.set(`${lock.checkSlot(data.slot)}/${data.number ?? 1}`, data.schedule);
          else lock.schedules.forget(lock.checkSlot(data.slot));
          lock.changed();
          return view(lock);
        case "POST reset":
          await lock.reset(data);
          return view(lock);
        case "POST wake":
          if (data.ping) await network.ping(lock.id);
          else await lock.wake();
          return view(lock);
      }
      throw new ControlError(`no such request: ${method} ${path}`, 404);
    }
    switch (`${method} ${path}`) {
      case "GET /locks":
        return locks.map(view);
      case "GET /server":
        return { running: network.serverRunning, port: network.port };
      case "POST /server/stop":
        await network.stopServer(data);
        return { running: network.serverRunning, port: network.port };
      case "POST /server/start":
        await network.startServer();
        return { running: network.serverRunning, port: network.port };
      case "POST /shutdown":
        setTimeout(shutdown, 50);
        return {};
    }
    throw new ControlError(`no such request: ${method} ${path}`, 404);
  }

  const server = createServer(async (request, response) => {
    let status = 200;
    let answer;
    try {
      answer = await route(request.method, new URL(request.url, "http://localhost"), await body(request));
    } catch (error) {
      status = error instanceof ControlError ? error.status : 500;
      answer = { error: error.message };
      if (status === 500) console.error(error);
    }
    response.writeHead(status, { "content-type": "application/json" });
    response.end(JSON.stringify(answer));
  });
  server.listen(port, "127.0.0.1");
  await once(server, "listening");
  return server;
}
