import { describe, expect, it } from "vitest";
import { withPlainKeys } from "./sdk-schemas.ts";

describe("plain keys in the SDK's schemas", () => {
  it("write the literal where a key stood for it, and leave every other key alone", () => {
    const source =
      'const _hH = "httpHeader";\nconst _f = fn();\nvar a = [3, { [_hH]: "ETag", [_f]: 1, [x]: 2 }];\nlist[_hH] = 1;';
    expect(withPlainKeys(source)).toBe(
      'const _hH = "httpHeader";\nconst _f = fn();\nvar a = [3, { "httpHeader": "ETag", [_f]: 1, [x]: 2 }];\nlist[_hH] = 1;',
    );
  });

  it("leave a key that would set the prototype when written plainly", () => {
    const source = 'const _p = "__proto__";\nvar a = { [_p]: 1 };';
    expect(withPlainKeys(source)).toBe(source);
  });
});
