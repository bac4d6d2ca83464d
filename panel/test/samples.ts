import type { Code, Lock } from "../src/types";

export const NOW = Date.parse("2026-06-01T10:00:00Z");

export const code = (part: Partial<Code> = {}): Code => ({
  access_code_id: "id",
  lock_entity_id: "lock.front_door",
  name: "Ada",
  type: "ongoing",
  status: "set",
  display_status: "Set",
  starts_at: null,
  ends_at: null,
  recurrence: null,
  next_window: null,
  created_at: "2026-05-01T10:00:00+00:00",
  errors: [],
  warnings: [],
  pending_mutations: [],
  common_code_key: null,
  is_paused: false,
  active_while: null,
  is_one_time_use: false,
  max_uses: null,
  use_count: 0,
  last_used_at: null,
  is_scheduled_on_device: false,
  is_waiting_for_code_assignment: false,
  retry_at: null,
  ...part,
});

export const lock = (part: Partial<Lock> = {}): Lock => ({
  entry_id: "entry",
  entity_id: "lock.front_door",
  device_id: null,
  name: "Front door",
  area: null,
  family: "keypad",
  is_loaded: true,
  reach: "reachable",
  reach_since: null,
  heard_at: null,
  capabilities: null,
  free_slots: null,
  ignored: [],
  problems: [],
  ...part,
});
