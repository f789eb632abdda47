import { describe, expect, it } from "vitest";
import { settingsFor } from "./settings.ts";

describe("settings", () => {
  it("gives exactly what the catalog names for the function", () => {
    const environment = { TABLE_NAME: "t", RAW_BUCKET: "r", HOME: "/root" };
    expect(settingsFor("apply-delivery", environment)).toEqual({ TABLE_NAME: "t", RAW_BUCKET: "r" });
  });

  it("names all that is missing or empty at once", () => {
    expect(() => settingsFor("apply-delivery", { TABLE_NAME: "" })).toThrow(
      "function apply-delivery lacks its settings TABLE_NAME, RAW_BUCKET",
    );
  });
});
