import { describe, expect, it } from "vitest";

import { Texts } from "../src/texts";
import type { Localize, WsError } from "../src/types";

const OWN = "component.access_codes.config_panel.";
const texts = (known: Record<string, string>, language = "en"): Texts => {
  const localize: Localize = (key, values) =>
    (known[key.replace(OWN, "")] ?? "").replace(/\{(\w+)\}/g, (_, name: string) => String(values?.[name]));
  return Texts.from(localize, language);
};

describe("a text", () => {
  it("has the form for a number in its language", () => {
    const english = texts({ "a.b_zero": "none", "a.b_one": "{count} code", "a.b_other": "{count} codes" });
    expect([0, 1, 2].map((count) => english.t("a.b", { count }))).toEqual(["none", "1 code", "2 codes"]);
    const polish = texts({ "a.b_one": "{count} kod", "a.b_few": "{count} kody", "a.b_other": "{count} kod\u00f3w" }, "pl");
    expect([1, 3, 5].map((count) => polish.t("a.b", { count }))).toEqual(["1 kod", "3 kody", "5 kod\u00f3w"]);
  });

  it("is there before those of refusals, which follow", async () => {
    const answers: Record<string, (localize: Localize) => void> = {};
    const hass = {
      locale: { language: "en" },
      loadBackendTranslation: (category: string) => new Promise<Localize>((resolve) => (answers[category] = resolve)),
    } as unknown as Parameters<typeof Texts.load>[0];
    const loading = Texts.load(hass);
    answers["config_panel"]!((key) => (key === `${OWN}a.b` ? "a page" : ""));
    const loaded = await loading;
    expect([loaded.t("a.b"), loaded.message("wrong")]).toEqual(["a page", ""]);
    answers["exceptions"]!((key) => key);
    await loaded.whole;
    expect(loaded.message("wrong")).toBe("component.access_codes.exceptions.wrong.message");
  });

  it("may name a number without having forms, and is its key where there is none", () => {
    expect(texts({ "a.more": "and {count} more" }).t("a.more", { count: 3 })).toBe("and 3 more");
    expect(texts({}).t("a.missing")).toBe("a.missing");
  });

  it("of a refusal names the field as the form does, or is one of the panel's own", () => {
    const error = (translation_key: string) => ({
      code: "",
      message: "code must be longer.",
      translation_key,
      translation_placeholders: { field: "code" },
    });
    const known = {
      "field.code": "The PIN",
      "component.access_codes.exceptions.too_short.message": "{field} must be longer.",
      "refusal.no_times": "Give both times.",
    };
    expect(texts(known).refusal(error("too_short"))).toBe("The PIN must be longer.");
    expect(texts(known).refusal(error("no_times"))).toBe("Give both times.");
    expect(texts(known).refusal(error("unheard_of"))).toBe("code must be longer.");
    const lost = 3 as unknown as WsError;
    expect(texts({ "panel.no_answer": "No answer." }).refusal(lost)).toBe("No answer.");
  });

  it("of a refusal has its reason in the same language", () => {
    const error = {
      code: "",
      message: "Back door: code: too short.",
      translation_key: "refused_by_lock",
      translation_placeholders: { lock: "Back door", reason: "code: too short", reason_key: "too_short", reason_field: "code" },
    };
    const known = {
      "field.code": "Die PIN",
      "component.access_codes.exceptions.refused_by_lock.message": "{lock}: {reason}",
      "component.access_codes.exceptions.too_short.message": "{field} ist zu kurz.",
    };
    expect(texts(known, "de").refusal(error)).toBe("Back door: Die PIN ist zu kurz.");
    const without = { ...error, translation_placeholders: { ...error.translation_placeholders, reason_key: "unheard_of" } };
    expect(texts(known, "de").refusal(without)).toBe("Back door: code: too short");
  });
});

// contract 11.461
it("a refusal at its field does not begin with the name of the field", () => {
  const known = {
    "component.access_codes.exceptions.used.message": "{field}: the code {name} has it.",
    "component.access_codes.exceptions.wide.message": "{field}：{name} です。",
    "component.access_codes.exceptions.long.message": "{field} must be short.",
    "field.code": "The PIN",
  };
  const error = (key: string): WsError =>
    ({ code: "", message: "", translation_key: key, translation_placeholders: { field: "code", name: "Ada" } }) as WsError;
  const english = texts(known);
  expect(english.refusal(error("used"))).toBe("The PIN: the code Ada has it.");
  expect(english.refusal(error("used"), true)).toBe("The code Ada has it.");
  expect(english.refusal(error("wide"), true)).toBe("Ada です。");
  expect(english.refusal(error("long"), true)).toBe("The PIN must be short.");
});

// contract 11.465
it("a text of ours is from left to right where the page is not", () => {
  expect(texts({ "a.b": "1 code." }, "he").t("a.b")).toBe("\u20661 code.\u2069");
  expect(texts({ "a.b": "1 code." }, "hr").t("a.b")).toBe("1 code.");
  expect(texts({}, "he").t("a.missing")).toBe("a.missing");
});
