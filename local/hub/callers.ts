import { createHash, randomBytes } from "node:crypto";
import type { CallerKey } from "../lambda/variables.ts";

/** Access keys by owner: one for whoever stands outside, one for each function, so that callers can be told apart. */
export type Callers = {
  readonly outside: CallerKey;
  keyOf(functionName: string): CallerKey;
  /** The function that owns an access key id; null for the outside one and unknown ones. */
  functionOf(accessKeyId: string): string | null;
  secretOf(accessKeyId: string): string | undefined;
};

/** Ids stay the same from start to start; secrets are new each time. */
export function makeCallers(): Callers {
  const outside = newKey("outside");
  const byFunction = new Map<string, CallerKey>();
  const owners = new Map<string, string>();

  return {
    outside,
    keyOf(functionName) {
      const key = byFunction.get(functionName) ?? newKey(functionName);
      byFunction.set(functionName, key);
      owners.set(key.accessKeyId, functionName);
      return key;
    },
    functionOf: (accessKeyId) => owners.get(accessKeyId) ?? null,
    secretOf(accessKeyId) {
      if (accessKeyId === outside.accessKeyId) return outside.secretAccessKey;
      return byFunction.get(owners.get(accessKeyId) ?? "")?.secretAccessKey;
    },
  };
}

/** Shaped like AWS's: 20 characters beginning with AKIA. */
function newKey(owner: string): CallerKey {
  const hash = createHash("sha256").update(owner).digest("hex").toUpperCase();
  return { accessKeyId: `AKIALOCAL${hash.slice(0, 11)}`, secretAccessKey: randomBytes(30).toString("base64url") };
}
