import { describe, expect, it } from "vitest";
import { readSecretFields } from "./secret-fields.ts";

describe("a secret of several parts", () => {
  it("is read in any order, over lines or semicolons, with = inside a value", () => {
    const wanted = { app_key: "7001", app_secret: "ab=cd==" };
    const names = ["app_key", "app_secret"] as const;
    expect(readSecretFields("app_key=7001;app_secret=ab=cd==", names)).toEqual(wanted);
    expect(readSecretFields(" app_secret = ab=cd==\nnote=mine\napp_key=7001\n", names)).toEqual(wanted);
  });

  it("is none when a part is missing or empty", () => {
    for (const secret of ["", "7001", "app_key=7001", "app_key=;app_secret=x", "__proto__=1;app_key=1"]) {
      expect(readSecretFields(secret, ["app_key", "app_secret"])).toBeNull();
    }
  });
});
