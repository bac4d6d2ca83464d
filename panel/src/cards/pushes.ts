/** One store for all cards of a page: administrators' cards share its two subscriptions. */

import { Store } from "../store";
import type { Connection } from "../types";

interface Shared {
  store: Store;
  listeners: Set<() => void>;
}

const shared = new WeakMap<Connection, Shared>();

/** Follow what is pushed, in a language. The last one that stops ends the subscriptions. */
export function follow(connection: Connection, language: string, listener: () => void): { store: Store; stop: () => void } {
  let found = shared.get(connection);
  if (found?.store.language !== language) {
    const listeners = new Set<() => void>();
    const store = new Store(connection, language, () => listeners.forEach((each) => each()));
    found = { store, listeners };
    shared.set(connection, found);
    void store.start();
  }
  const { store, listeners } = found;
  listeners.add(listener);
  return {
    store,
    stop: () => {
      listeners.delete(listener);
      if (listeners.size > 0) return;
      store.stop();
      if (shared.get(connection)?.store === store) shared.delete(connection);
    },
  };
}
