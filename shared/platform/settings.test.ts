import { describe, expect, it } from "vitest";
import { settingsFor } from "./settings.ts";

describe("settings", () => {
  it("gives exactly what the catalog names for the function", () => {
    const environment = { TABLE_NAME: "t", EXPORTS_BUCKET: "e", HOME: "/root" };
    expect(settingsFor("seal-day", environment)).toEqual({ TABLE_NAME: "t", EXPORTS_BUCKET: "e" });
  });

  it("names all that is missing or empty at once", () => {
    expect(() => settingsFor("seal-day", { TABLE_NAME: "" })).toThrow(
      "function seal-day lacks its settings TABLE_NAME, EXPORTS_BUCKET",
    );
  });
});
