/** What a person can do about an error or a warning of a code, as a link: pure. */

import type { Code, Lock, Problem } from "./types";

export interface Remedy {
  /** Key of the text of its button. */
  key: string;
  href: string;
}

type Place = "edit" | "others" | "repairs" | "device";

const PLACES: Record<string, Place> = {
  failed_to_set_on_device: "repairs",
  failed_to_remove_from_device: "repairs",
  duplicate_code_on_device: "edit",
  no_space_for_access_code_on_device: "others",
  code_constraints_violated: "edit",
  conflicting_external_modification: "repairs",
  access_code_inactive: "repairs",
  device_not_watched: "repairs",
  device_offline: "device",
  device_disconnected: "device",
  device_removed: "repairs",
  empty_backup_access_code_pool: "device",
  delay_in_setting_on_device: "device",
  delay_in_removing_from_device: "device",
  external_modification_in_effect: "edit",
  missed: "edit",
  time_zone_mismatch: "device",
};

export interface Note {
  tone: "error" | "" | "info";
  message: string;
  remedy: Remedy | null;
}

const BASE = "/access-codes";

// contract 11.475
/** Home Assistant's page of the integration, at the entry of a lock or a calendar. */
export const optionsOf = (entryId?: string): string =>
  `/config/integrations/integration/access_codes${entryId ? `#config_entry=${entryId}` : ""}`;

/** Where to go about a problem of a lock: before a repair stands for it, the page of repairs would be empty. */
export function remedyOfLock(lock: Lock | undefined, isRepair: boolean): Remedy {
  if (isRepair) return { key: "now.look_at_repairs", href: "/config/repairs" };
  return lock?.device_id ? { key: "locks.device", href: `/config/devices/device/${lock.device_id}` } : { key: "locks.options", href: optionsOf(lock?.entry_id) };
}

// contract 11.367, 11.382
/** Where to go about a problem; null where nothing is to be done, or only to be waited. */
export function remedyOf(problem: Problem, code: Code, lock: Lock | undefined): Remedy | null {
  const kind = problem.error_code ?? problem.warning_code ?? "";
  const place = PLACES[kind];
  const isOfCode = (id?: string): boolean => id === undefined || id === code.access_code_id;
  switch (place) {
    case "edit":
      return { key: "code.edit", href: `${BASE}/edit/${code.access_code_id}` };
    case "others":
      return { key: "panel.others", href: `${BASE}/others` };
    case "repairs":
      return remedyOfLock(lock, !!lock?.problems.some((each) => each.is_repair && each.error_code === kind && isOfCode(each.access_code_id)));
    case "device":
      return remedyOfLock(lock, false);
    default:
      return null;
  }
}

// contract 11.460
/** What is to be said of a code, errors first: each sentence once, and each button at the first that has it. */
export function notesOf(code: Code, lock: Lock | undefined): Note[] {
  const all: Note[] = [
    ...code.errors.map((each) => ({ tone: "error" as const, message: each.message, remedy: remedyOf(each, code, lock) })),
    ...code.warnings.map((each) => ({ tone: "" as const, message: each.message, remedy: remedyOf(each, code, lock) })),
    ...code.pending_mutations.map((each) => ({ tone: "info" as const, message: each.message, remedy: null })),
  ];
  const said = new Set<string>();
  const offered = new Set<string>();
  const notes: Note[] = [];
  for (const { tone, message, remedy } of all) {
    if (said.has(message)) continue;
    said.add(message);
    const isOffered = remedy !== null && offered.has(remedy.href);
    if (remedy) offered.add(remedy.href);
    notes.push({ tone, message, remedy: isOffered ? null : remedy });
  }
  return notes;
}
