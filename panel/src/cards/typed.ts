/** What is typed on the keypad, and what its answer means: no element, no page. */

import type { WsError } from "../types";

/** More than any PIN has. */
export const MOST_DIGITS = 20;

/** The digits until they are sent: out of reach of the page, and read once. */
export class Typed {
  #digits = "";

  get count(): number {
    return this.#digits.length;
  }

  add(digit: string): void {
    if (/^[0-9]$/.test(digit) && this.#digits.length < MOST_DIGITS) this.#digits += digit;
  }

  removeLast(): void {
    this.#digits = this.#digits.slice(0, -1);
  }

  clear(): void {
    this.#digits = "";
  }

  // contract 11.421
  /** Return the digits, and forget them. */
  take(): string {
    const digits = this.#digits;
    this.#digits = "";
    return digits;
  }
}

export type Key = { digit: string } | "remove" | "clear" | "send" | null;

/** What a key of a keyboard means; null for one that is not the keypad's. */
export function keyOf(event: Pick<KeyboardEvent, "key" | "ctrlKey" | "altKey" | "metaKey">): Key {
  if (event.ctrlKey || event.altKey || event.metaKey) return null;
  if (/^[0-9]$/.test(event.key)) return { digit: event.key };
  if (event.key === "Backspace" || event.key === "Delete") return "remove";
  if (event.key === "Escape") return "clear";
  return event.key === "Enter" ? "send" : null;
}

export type Action = "unlock" | "lock";

export interface Answer {
  granted: boolean;
  reason: string | null;
}

export interface Outcome {
  isGood: boolean;
  /** Key of its text; null: the refusal tells it. */
  key: string | null;
}

// contract 11.422
/** What is said of an answer: why a code does not open is not for who stands at the door. */
export function outcomeOf(answer: Answer, action: Action): Outcome {
  if (answer.granted) return { isGood: true, key: action === "lock" ? "card.locked" : "card.unlocked" };
  return { isGood: false, key: answer.reason === "too_many_attempts" ? "card.too_many_attempts" : "card.wrong_code" };
}

/** Home Assistant's client tells by a number that its connection broke. */
const CONNECTION_LOST = 3;

// contract 11.424
export function failureOf(error: WsError | number | undefined): Outcome {
  if (error === CONNECTION_LOST) return { isGood: false, key: "card.not_known" };
  if (typeof error !== "object") return { isGood: false, key: "card.failed" };
  if (error.code === "unauthorized") return { isGood: false, key: "card.not_allowed" };
  return { isGood: false, key: error.translation_key ? null : "card.failed" };
}
