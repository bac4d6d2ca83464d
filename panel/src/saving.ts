/** Ask what would be refused, create codes, and save changes of them. Answers come without PINs. */

import type { Fields } from "./form";
import type { CheckError, Code, Hass } from "./types";

/** A lock that is concerned, with the code on it where there is one already. */
export interface Target {
  lock: string;
  codeId?: string;
}

// contract 11.313
/** What would be refused of a new code, or of a change. */
export async function refusals(hass: Hass, targets: Target[], fields: Fields): Promise<CheckError[]> {
  const ask = async (about: object): Promise<CheckError[]> =>
    (await hass.callWS<{ errors: CheckError[] }>({ type: "access_codes/check", ...about, ...fields })).errors;
  if (targets.every((each) => each.codeId === undefined))
    return targets.length > 0 ? ask({ lock: targets.map((each) => each.lock) }) : [];
  if (Object.keys(fields).length === 0) return [];
  const answers = targets.map(async ({ lock, codeId }) =>
    (await ask({ access_code_id: codeId })).map((error) => ({ ...error, lock })),
  );
  return (await Promise.all(answers)).flat();
}

/** Create a code on one or more locks, and return the id of the first. */
export async function create(hass: Hass, locks: string[], fields: Fields): Promise<string> {
  if (locks.length === 1) {
    const answer = await hass.callWS<{ access_code: Code }>({
      type: "access_codes/create",
      lock: locks[0],
      ...fields,
      without_pins: true,
    });
    return answer.access_code.access_code_id;
  }
  const answer = await hass.callWS<{ access_codes: Code[] }>({
    type: "access_codes/create_multiple",
    entity_id: locks,
    ...fields,
    without_pins: true,
  });
  return answer.access_codes[0]!.access_code_id;
}

/** Save a change, of all codes with the same key where that is wanted, and return the id of the code. */
export async function save(hass: Hass, code: Code, fields: Fields, isForAll: boolean): Promise<string> {
  if (Object.keys(fields).length === 0) return code.access_code_id;
  const message = isForAll
    ? { type: "access_codes/update_multiple", common_code_key: code.common_code_key }
    : { type: "access_codes/update", access_code_id: code.access_code_id };
  await hass.callWS({ ...message, ...fields, without_pins: true });
  return code.access_code_id;
}
