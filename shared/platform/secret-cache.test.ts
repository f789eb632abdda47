import { describe, expect, it } from "vitest";
import { cachedSecrets } from "./secret-cache.ts";

function vault(known: Record<string, string>) {
  const asked: string[] = [];
  let now = 0;
  const fetch = async (name: string): Promise<string | null> => {
    asked.push(name);
    return known[name] ?? null;
  };
  const wait = (ms: number): void => {
    now += ms;
  };
  return { asked, wait, secrets: cachedSecrets(fetch, () => new Date(now)) };
}

describe("the secret cache", () => {
  it("asks once a minute for a secret, also for one that does not exist", async () => {
    const { asked, wait, secrets } = vault({ a: "s1" });
    expect([
      await secrets.read("a"),
      await secrets.read("a"),
      await secrets.read("none"),
      await secrets.read("none"),
    ]).toEqual(["s1", "s1", null, null]);
    wait(60_000);
    await secrets.read("a");
    expect(asked).toEqual(["a", "none", "a"]);
  });

  it("asks again at once when told to, and keeps the new answer", async () => {
    const known: Record<string, string> = { a: "old" };
    const { secrets } = vault(known);
    await secrets.read("a");
    known["a"] = "new";
    expect(await secrets.read("a")).toBe("old");
    expect(await secrets.read("a", { fresh: true })).toBe("new");
    expect(await secrets.read("a")).toBe("new");
  });

  it("forgets the oldest of more than a thousand names", async () => {
    const { asked, secrets } = vault({});
    for (let index = 0; index <= 1_000; index += 1) await secrets.read(`made-up-${index}`);
    await secrets.read("made-up-1000");
    await secrets.read("made-up-0");
    expect(asked.slice(1_001)).toEqual(["made-up-0"]);
  });
});
