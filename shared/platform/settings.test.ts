import { describe, expect, it } from "vitest";
import { patienceWithAws, settingsFor } from "./settings.ts";

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

describe("patience with AWS", () => {
  it("is the usual one unless the environment asks for more, and never less", () => {
    expect(patienceWithAws({})).toBe(1);
    expect(patienceWithAws({ ORDERHUB_PATIENCE_WITH_AWS: "20" })).toBe(20);
    for (const odd of ["", "0", "-3", "much"]) expect(patienceWithAws({ ORDERHUB_PATIENCE_WITH_AWS: odd })).toBe(1);
  });
});
