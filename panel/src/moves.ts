/** Moves of windows, one after the other: each begins from what came of the one before. */

import type { Store } from "./store";
import { movedTogether, type WallWindow } from "./timeline";
import type { Code, Hass, TimeSpan } from "./types";

export interface WindowMove {
  code: Code;
  /** On the wall clock of the home. */
  starts: string;
  ends: string;
  /** The window that the hand took hold of: an edge that it left alone stays where another hand has put it. */
  from: WallWindow;
  /** Whether a move on which this one is built was refused. */
  isDropped: () => boolean;
  /** Called once it is known what came of it. */
  done: (isMoved: boolean) => void;
}

/** What a move has changed, and how it was before. */
export interface Moved {
  codes: Code[];
  before: TimeSpan;
  /** Whether another move of the code waits, which will say what has changed. */
  isOvertaken: boolean;
}

export class Moves {
  private last: Promise<unknown> = Promise.resolve();
  /** The last moves of codes that move together. */
  private newest = new Map<string, WindowMove>();
  /** Where moves have put windows, while others of the same codes wait. */
  private placed = new Map<string, WallWindow>();

  // contract 11.318, 11.320, 11.362
  /** Move a window and those that move with it. Null where it is not to be: it was built on a move that was refused. */
  move(hass: Hass, store: Store, move: WindowMove): Promise<Moved | null> {
    const id = move.code.access_code_id;
    const key = keyOf(movedTogether(store.sharedWith(store.codes.get(id) ?? move.code)));
    this.newest.set(key, move);
    return this.afterTheOthers(async () => {
      let isMoved = false;
      try {
        if (move.isDropped()) return null;
        // As it is by now.
        const code = store.codes.get(id) ?? move.code;
        const codes = movedTogether(store.sharedWith(code));
        const before = { starts_at: code.starts_at!, ends_at: code.ends_at! };
        const window = windowOf(move, this.placed.get(key));
        await send(hass, store, codes, { starts_at: `${window.starts}:00`, ends_at: `${window.ends}:00` });
        isMoved = true;
        this.placed.set(key, window);
        return { codes, before, isOvertaken: this.newest.get(key) !== move };
      } finally {
        if (this.newest.get(key) === move) {
          this.newest.delete(key);
          this.placed.delete(key);
        }
        move.done(isMoved);
      }
    });
  }

  /** Give codes the times that they had. */
  takeBack(hass: Hass, store: Store, { codes, before }: Moved): Promise<void> {
    return this.afterTheOthers(() => send(hass, store, codes, before));
  }

  private afterTheOthers<T>(act: () => Promise<T>): Promise<T> {
    const turn = this.last.then(act);
    this.last = turn.catch(() => undefined);
    return turn;
  }
}

/** A name for codes that move together, or for one that moves alone. */
const keyOf = ([code, ...others]: Code[]): string => (others.length > 0 ? code!.common_code_key! : code!.access_code_id);

// contract 11.362
/** Where a move puts the window, of which another move may have changed an edge meanwhile. */
function windowOf({ starts, ends, from }: WindowMove, placed: WallWindow = from): WallWindow {
  return {
    starts: starts === from.starts ? placed.starts : starts,
    ends: ends === from.ends ? placed.ends : ends,
  };
}

async function send(hass: Hass, store: Store, codes: Code[], times: TimeSpan): Promise<void> {
  const [code] = codes;
  const which =
    codes.length > 1
      ? { type: "access_codes/update_multiple", common_code_key: code!.common_code_key }
      : { type: "access_codes/update", access_code_id: code!.access_code_id };
  const answer = await hass.callWS<{ access_code?: Code; access_codes?: Code[] }>({ ...which, ...times, without_pins: true });
  store.onAnswer(answer.access_codes ?? (answer.access_code ? [answer.access_code] : []));
}
