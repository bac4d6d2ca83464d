import { describe, expect, it } from "vitest";

import { Moves, type WindowMove } from "../src/moves";
import { Store } from "../src/store";
import type { Code, Connection, Hass } from "../src/types";
import { code } from "./samples";

const DAYS = ["2026-06-01", "2026-06-02", "2026-06-03", "2026-06-04"] as const;
const span = (day: string) => ({ starts_at: `${day}T10:00:00+00:00`, ends_at: `${day}T12:00:00+00:00` });
const guest = (part: Partial<Code> = {}): Code =>
  code({ type: "time_bound", ...span(DAYS[0]), next_window: span(DAYS[0]), ...part });

/** A connection whose questions are answered by the test, one after the other. */
class Server {
  asked: Record<string, unknown>[] = [];
  private waiting: { answer: (value: unknown) => void; refuse: (error: unknown) => void }[] = [];
  store = new Store({} as Connection, "en", () => undefined);
  hass = {
    callWS: (message: Record<string, unknown>) => {
      this.asked.push(message);
      return new Promise((answer, refuse) => this.waiting.push({ answer, refuse }));
    },
  } as unknown as Hass;

  constructor(...codes: Code[]) {
    this.store.onCodes({ changed: codes, removed: [] });
  }

  async answer(...codes: Code[]): Promise<void> {
    this.waiting.shift()!.answer(codes.length === 1 ? { access_code: codes[0] } : { access_codes: codes });
    await tick();
  }

  async refuse(): Promise<void> {
    this.waiting.shift()!.refuse({ code: "refused", message: "No." });
    await tick();
  }

  get starts(): unknown[] {
    return this.asked.map((each) => each["starts_at"]);
  }
}

const tick = (): Promise<void> => new Promise((done) => setTimeout(done, 0));

/** A lane with one code: what is built on a refused move is dropped. */
class Hand {
  refusals = 0;
  done: boolean[] = [];

  to(of: Code, day: string): WindowMove {
    const { refusals } = this;
    return {
      code: of,
      starts: `${day}T10:00`,
      ends: `${day}T12:00`,
      from: { starts: `${DAYS[0]}T10:00`, ends: `${DAYS[0]}T12:00` },
      isDropped: () => refusals !== this.refusals,
      done: (isMoved) => {
        this.done.push(isMoved);
        if (!isMoved) this.refusals += 1;
      },
    };
  }
}

describe("two moves of a window, the second before the first is answered", () => {
  it("are sent one after the other, and each goes back to where it began", async () => {
    const server = new Server(guest());
    const { hass, store } = server;
    const [moves, hand] = [new Moves(), new Hand()];
    const first = moves.move(hass, store, hand.to(guest(), DAYS[1]));
    const second = moves.move(hass, store, hand.to(guest(), DAYS[2]));
    await tick();
    expect(server.starts).toEqual([`${DAYS[1]}T10:00:00`]);
    await server.answer(guest(span(DAYS[1])));
    expect(await first).toMatchObject({ before: span(DAYS[0]), isOvertaken: true });
    expect(server.starts).toEqual([`${DAYS[1]}T10:00:00`, `${DAYS[2]}T10:00:00`]);
    await server.answer(guest(span(DAYS[2])));
    const moved = await second;
    expect(moved).toMatchObject({ before: span(DAYS[1]), isOvertaken: false });
    expect(store.codes.get("id")).toMatchObject(span(DAYS[2]));
    expect(hand.done).toEqual([true, true]);
    // The way back of the second does not undo the first.
    void moves.takeBack(hass, store, moved!);
    await tick();
    expect(server.asked.at(-1)).toMatchObject({ access_code_id: "id", ...span(DAYS[1]) });
  });

  it("are both dropped where the first is refused", async () => {
    const server = new Server(guest());
    const { hass, store } = server;
    const [moves, hand] = [new Moves(), new Hand()];
    const first = moves.move(hass, store, hand.to(guest(), DAYS[1]));
    const second = moves.move(hass, store, hand.to(guest(), DAYS[2]));
    await tick();
    const refused = expect(first).rejects.toMatchObject({ message: "No." });
    await server.refuse();
    await refused;
    expect(await second).toBeNull();
    expect(server.asked).toHaveLength(1);
    expect(hand.done).toEqual([false, false]);
    // The next one begins anew.
    const third = moves.move(hass, store, hand.to(guest(), DAYS[3]));
    await tick();
    await server.answer(guest(span(DAYS[3])));
    expect(await third).toMatchObject({ before: span(DAYS[0]) });
  });

  it("are of all codes that move together, as they are by then", async () => {
    const part = { common_code_key: "guest" };
    const [front, back] = [guest({ ...part, access_code_id: "1" }), guest({ ...part, access_code_id: "2" })];
    const server = new Server(front, back);
    const { hass, store } = server;
    const moves = new Moves();
    const first = moves.move(hass, store, new Hand().to(front, DAYS[1]));
    const second = moves.move(hass, store, new Hand().to(back, DAYS[2]));
    await tick();
    await server.answer({ ...front, ...span(DAYS[1]) }, { ...back, ...span(DAYS[1]) });
    expect(await first).toMatchObject({ isOvertaken: true });
    expect(server.asked.map((each) => each["common_code_key"])).toEqual(["guest", "guest"]);
    await server.answer({ ...front, ...span(DAYS[2]) }, { ...back, ...span(DAYS[2]) });
    expect(await second).toMatchObject({ before: span(DAYS[1]) });
  });
});

describe("an answer", () => {
  it("brings the times of codes that are known, and no more", () => {
    const { store } = new Server(guest());
    const known = store.codes;
    store.onAnswer([guest({ display_status: "Gesetzt" }), guest({ access_code_id: "gone" })]);
    expect(store.codes).toBe(known);
    store.onAnswer([guest({ ...span(DAYS[1]), display_status: "Gesetzt" })]);
    expect(store.codes.get("id")).toMatchObject({ ...span(DAYS[1]), display_status: "Set" });
  });
});

describe("two hands on the codes of one key, the second before the first is answered", () => {
  const one = guest({ access_code_id: "one", common_code_key: "key" });
  const two = guest({ access_code_id: "two", common_code_key: "key" });
  const window = (starts: string, ends: string): { starts_at: string; ends_at: string } => ({
    starts_at: `${DAYS[0]}T${starts}:00+00:00`,
    ends_at: `${DAYS[0]}T${ends}:00+00:00`,
  });

  it("keep the edge that each of them has moved, and only the last says what was", async () => {
    const server = new Server(one, two);
    const { hass, store } = server;
    const moves = new Moves();
    const later = { ...new Hand().to(one, DAYS[0]), ends: `${DAYS[0]}T14:00` };
    const earlier = { ...new Hand().to(two, DAYS[0]), starts: `${DAYS[0]}T09:00` };
    const first = moves.move(hass, store, later);
    const second = moves.move(hass, store, earlier);
    await tick();
    await server.answer({ ...one, ...window("10:00", "14:00") }, { ...two, ...window("10:00", "14:00") });
    expect(await first).toMatchObject({ isOvertaken: true });
    expect(server.asked[1]).toMatchObject({ starts_at: `${DAYS[0]}T09:00:00`, ends_at: `${DAYS[0]}T14:00:00` });
    await server.answer({ ...one, ...window("09:00", "14:00") }, { ...two, ...window("09:00", "14:00") });
    expect(await second).toMatchObject({ isOvertaken: false, before: window("10:00", "14:00") });
  });

  it("are not mixed with a move that was refused, nor with one that came long before", async () => {
    const server = new Server(one, two);
    const { hass, store } = server;
    const moves = new Moves();
    const first = moves.move(hass, store, { ...new Hand().to(one, DAYS[0]), ends: `${DAYS[0]}T14:00` });
    first.catch(() => undefined);
    const second = moves.move(hass, store, { ...new Hand().to(two, DAYS[0]), starts: `${DAYS[0]}T09:00` });
    await tick();
    await server.refuse();
    expect(server.asked[1]).toMatchObject({ starts_at: `${DAYS[0]}T09:00:00`, ends_at: `${DAYS[0]}T12:00:00` });
    await server.answer({ ...one, ...window("09:00", "12:00") }, { ...two, ...window("09:00", "12:00") });
    await second;
    const third = moves.move(hass, store, { ...new Hand().to(one, DAYS[0]), starts: `${DAYS[0]}T08:00` });
    await tick();
    expect(server.asked[2]).toMatchObject({ starts_at: `${DAYS[0]}T08:00:00`, ends_at: `${DAYS[0]}T12:00:00` });
    await server.answer({ ...one, ...window("08:00", "12:00") }, { ...two, ...window("08:00", "12:00") });
    await third;
  });
});
