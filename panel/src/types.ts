/** What the integration and Home Assistant send. Only what the panel uses is declared. */

export interface Problem {
  message: string;
  created_at: string;
  error_code?: string;
  warning_code?: string;
  mutation_code?: string;
  is_device_error?: boolean;
}

export interface TimeSpan {
  starts_at: string;
  ends_at: string;
}

/** An access code, as it is pushed: never with its PIN. */
export interface Code {
  access_code_id: string;
  lock_entity_id: string;
  name: string;
  type: "ongoing" | "time_bound";
  status: "unset" | "setting" | "set" | "removing" | "unknown";
  display_status: string;
  starts_at: string | null;
  ends_at: string | null;
  recurrence: string | null;
  next_window: TimeSpan | null;
  created_at: string;
  errors: Problem[];
  warnings: Problem[];
  pending_mutations: Problem[];
  common_code_key: string | null;
  is_paused: boolean;
  active_while: string | null;
  is_one_time_use: boolean;
  max_uses: number | null;
  use_count: number;
  last_used_at: string | null;
  is_scheduled_on_device: boolean;
  is_waiting_for_code_assignment: boolean;
  /** When what the lock has not done is tried next. */
  retry_at: string | null;
}

export interface LockProblem {
  error_code: string;
  message: string;
  access_code_id?: string;
  name?: string;
  /** Whether a repair stands for it: an error is one after some minutes. */
  is_repair?: boolean;
}

export interface Capabilities {
  code_lengths: number[];
  characters: string;
  is_pin_chosen_by_lock: boolean;
  has_enter_key: boolean;
  name_length: number;
  capacity: number | null;
  holds_windows: boolean;
  reads: string;
  reports_changes: boolean;
  reports_use: boolean;
  is_virtual: boolean;
}

export interface Lock {
  entry_id: string;
  entity_id: string | null;
  device_id: string | null;
  name: string;
  area: string | null;
  family: string;
  is_loaded: boolean;
  reach: "reachable" | "offline" | "disconnected" | "removed" | null;
  reach_since: string | null;
  /** When it last answered or reported about codes, since the start. It comes with other changes, or is asked for. */
  heard_at: string | null;
  capabilities: Capabilities | null;
  free_slots: number | null;
  /** Ids of codes of others that are not to be shown. */
  ignored: string[];
  problems: LockProblem[];
}

/** A code on a lock that is not managed here. */
export interface OtherCode {
  access_code_id: string;
  name: string;
  status: string;
  display_status: string;
  starts_at: string | null;
  ends_at: string | null;
  errors: Problem[];
  warnings: Problem[];
}

export interface LinkableLock {
  entity_id: string;
  name: string;
  area: string | null;
}

export interface Update<T> {
  changed: T[];
  removed: string[];
  linkable?: LinkableLock[];
  /** Whether each entry that follows a booking calendar is loaded. */
  booking_calendars?: Record<string, boolean>;
}

/** The code of a booking on one of its locks. */
export type BookedCode = Pick<Code, "access_code_id" | "status" | "display_status" | "errors" | "warnings">;

export interface BookedLock {
  lock_entity_id: string | null;
  is_loaded: boolean;
  code: BookedCode | null;
  refused: { message: string; reason: string } | null;
  is_deleted_by_hand: boolean;
}

export interface Booking extends TimeSpan {
  common_code_key: string;
  name: string;
  state: "followed" | "gone" | "cancelled";
  is_missing_in_calendar: boolean;
  missing_since: string | null;
  /** A person is to say whether its codes stay. */
  is_in_doubt: boolean;
  checked_in_at: string | null;
  checked_out_at: string | null;
  sent_at: string | null;
  is_sending_failing: boolean;
  locks: BookedLock[];
  lock_count: number;
  /** "On 2 of 3 locks", in the user's language. */
  display_status: string;
}

export interface BookingCalendar {
  entry_id: string;
  name: string;
  entity_id: string;
  is_loaded: boolean;
  failing_since: string | null;
  read_at: string | null;
  bookings: Booking[];
}

/** Time without guests behind a lock, between two bookings that are named by their keys. */
export interface BookingGap extends TimeSpan {
  lock_entity_id: string | null;
  after: string;
  before: string;
}

export interface Bookings {
  calendars: BookingCalendar[];
  gaps: BookingGap[];
}

export interface TimelineEvent {
  event_id: string;
  type: string;
  occurred_at: string;
  details: Record<string, string | boolean | null>;
}

export interface CheckError {
  lock: string | null;
  field: string | null;
  message: string;
  translation_key: string | null;
  translation_placeholders: Record<string, string>;
}

export interface Connection {
  connected: boolean;
  addEventListener(type: string, listener: () => void): void;
  removeEventListener(type: string, listener: () => void): void;
  subscribeMessage<T>(
    callback: (message: T) => void,
    message: object,
    options?: { resubscribe?: boolean },
  ): Promise<() => void>;
}

export type Localize = (key: string, values?: Record<string, string | number>) => string;

export interface Hass {
  connection: Connection;
  callWS<T>(message: object): Promise<T>;
  localize: Localize;
  states: Record<string, { state: string; attributes: { friendly_name?: string } } | undefined>;
  loadBackendTranslation(category: string, integration: string): Promise<Localize>;
  language: string;
  locale: { language: string; time_format: string; date_format: string; time_zone: string; first_weekday: string };
  config: { time_zone: string };
  themes?: { darkMode?: boolean };
  dockedSidebar?: string;
}

export interface Route {
  prefix: string;
  path: string;
}

/** An answer with an error of ours. */
export interface WsError {
  code: string;
  message: string;
  translation_key?: string;
  translation_placeholders?: Record<string, string>;
}
