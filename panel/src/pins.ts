/** PINs, asked for one by one, when a person wants to see or hand over one. */

import type { Hass } from "./types";

export const SHOWN_FOR = 60_000;

// contract 11.310
export async function fetchPin(hass: Hass, codeId: string): Promise<string | null> {
  const answer = await hass.callWS<{ code: string | null }>({ type: "access_codes/reveal", access_code_id: codeId });
  return answer.code;
}
