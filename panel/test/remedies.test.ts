import { describe, expect, it } from "vitest";

import { remedyOf } from "../src/remedies";
import { code, lock } from "./samples";

const problem = (part: object) => ({ message: "", created_at: "", ...part });

// contract 11.367
describe("the remedy of a problem", () => {
  const one = code({ access_code_id: "7" });
  const place = (part: object, device_id: string | null = "d") => remedyOf(problem(part), one, lock({ device_id }))?.href;

  it("leads to where something can be done about it", () => {
    expect(place({ error_code: "failed_to_set_on_device" })).toBe("/config/repairs");
    expect(place({ error_code: "failed_to_remove_from_device" })).toBe("/config/repairs");
    expect(place({ error_code: "duplicate_code_on_device" })).toBe("/access-codes/edit/7");
    expect(place({ error_code: "no_space_for_access_code_on_device" })).toBe("/access-codes/others");
    expect(place({ warning_code: "missed" })).toBe("/access-codes/edit/7");
    expect(place({ error_code: "device_offline" })).toBe("/config/devices/device/d");
    expect(place({ error_code: "device_offline" }, null)).toBe("/config/integrations/integration/access_codes");
  });

  it("is none where nothing is to be done", () => {
    expect(remedyOf(problem({ warning_code: "being_deleted" }), one, undefined)).toBeNull();
    expect(remedyOf(problem({ warning_code: "using_backup_access_code" }), one, lock())).toBeNull();
  });
});
