/** What an export and an import answer. */

/** As the integration asks it of a passphrase. */
export const SHORTEST = 12;

/** A browser has taken the file by then. */
export const FORGET = 10_000;

export interface Exported {
  export: string;
  exported: number;
  left_out: { name: string; lock_entity_id: string }[];
}

export interface ImportResult {
  name: string;
  /** The lock there, and the one here; null where there is none. */
  lock: string;
  lock_entity_id: string | null;
  outcome: "created" | "already_there" | "refused";
  reason: string | null;
}

export interface Imported {
  results: ImportResult[];
  created: number;
  already_there: number;
  refused: number;
}

/** How many codes came to each end. */
export const tally = (answer: Imported): [ImportResult["outcome"], number][] => [
  ["created", answer.created],
  ["already_there", answer.already_there],
  ["refused", answer.refused],
];

/** The locks of an export that have no counterpart here, each without a choice. */
export function placesWithout(answer: Imported): Record<string, string> {
  const locks = answer.results.filter((each) => each.lock_entity_id === null).map((each) => each.lock);
  return Object.fromEntries([...new Set(locks)].map((lock) => [lock, ""]));
}
