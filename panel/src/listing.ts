/** The list of codes: search, filter, sort and group. */

import { byName, isEnded, standing, type Standing } from "./standing";
import type { Code, Lock } from "./types";

export type Filter = "all" | "set" | "upcoming" | "problem" | "paused" | "ended";
export type Sort = "name" | "created" | "window";
export type GroupBy = "lock" | "person";

export const FILTERS: readonly Filter[] = ["all", "set", "upcoming", "problem", "paused", "ended"];

export interface Group {
  key: string;
  title: string;
  lock: Lock | undefined;
  codes: Code[];
}

const FILTER_OF: Record<Standing, Filter[]> = {
  problem: ["problem"],
  set: ["set"],
  setting: ["set"],
  unknown: ["set"],
  removing: ["ended"],
  paused: ["paused"],
  upcoming: ["upcoming"],
  ended: ["ended"],
  unset: ["upcoming"],
};

export function passes(code: Code, filter: Filter, now: number): boolean {
  if (filter === "all") return true;
  const kinds = FILTER_OF[standing(code, now)];
  return kinds.includes(filter) || (filter === "paused" && code.is_paused) || (filter === "ended" && isEnded(code, now));
}

/** How many codes each filter shows. */
export function counts(codes: Iterable<Code>, now: number): Record<Filter, number> {
  const found: Record<Filter, number> = { all: 0, set: 0, upcoming: 0, problem: 0, paused: 0, ended: 0 };
  for (const code of codes) for (const filter of FILTERS) if (passes(code, filter, now)) found[filter] += 1;
  return found;
}

export function matches(code: Code, lock: Lock | undefined, search: string): boolean {
  const words = search.toLocaleLowerCase().split(/\s+/).filter(Boolean);
  const text = `${code.name} ${lock?.name ?? ""} ${lock?.area ?? ""}`.toLocaleLowerCase();
  return words.every((word) => text.includes(word));
}

const startOf = (code: Code): number => (code.next_window === null ? Infinity : Date.parse(code.next_window.starts_at));

export function sorted(codes: Code[], sort: Sort): Code[] {
  const order: Record<Sort, (a: Code, b: Code) => number> = {
    name: byName,
    created: (a, b) => b.created_at.localeCompare(a.created_at) || byName(a, b),
    window: (a, b) => {
      const difference = startOf(a) - startOf(b);
      return Number.isNaN(difference) || difference === 0 ? byName(a, b) : difference;
    },
  };
  return [...codes].sort(order[sort]);
}

export function grouped(codes: Code[], locks: Iterable<Lock>, by: GroupBy): Group[] {
  const lockOf = new Map([...locks].map((lock) => [lock.entity_id, lock]));
  const groups = new Map<string, Group>();
  if (by === "lock")
    for (const lock of [...lockOf.values()].sort(byName))
      groups.set(`lock:${lock.entity_id}`, { key: `lock:${lock.entity_id}`, title: lock.name, lock, codes: [] });
  for (const code of codes) {
    const lock = lockOf.get(code.lock_entity_id);
    const key =
      by === "lock" ? `lock:${code.lock_entity_id}` : `person:${code.common_code_key ?? code.access_code_id}`;
    const title = by === "lock" ? (lock?.name ?? code.lock_entity_id) : code.name;
    const group = groups.get(key) ?? { key, title, lock: by === "lock" ? lock : undefined, codes: [] };
    group.codes.push(code);
    groups.set(key, group);
  }
  return [...groups.values()];
}
