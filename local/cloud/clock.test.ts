import { describe, expect, it } from "vitest";
import { makeClock } from "./clock.ts";
import type { Store } from "./service.ts";

describe("the clock", () => {
  it("runs what falls due on the way in its order of time, each at its own time", async () => {
    const clock = makeClock({ machineNow: () => 1000 });
    const seen: [string, number][] = [];
    clock.schedule(5000, () => seen.push(["late", clock.now()]));
    clock.schedule(2000, () => {
      seen.push(["early", clock.now()]);
      clock.schedule(3000, () => seen.push(["added on the way", clock.now()]));
    });
    clock.schedule(20_000, () => seen.push(["too late", clock.now()]));

    await clock.advance(9000);

    expect(seen).toEqual([
      ["early", 2000],
      ["added on the way", 3000],
      ["late", 5000],
    ]);
    expect(clock.now()).toBe(10_000);
  });

  it("waits for a callback that returns a promise before it moves on", async () => {
    const clock = makeClock({ machineNow: () => 0 });
    const seen: string[] = [];
    const nightly = async (): Promise<void> => {
      await new Promise((resolve) => setTimeout(resolve, 20));
      seen.push(`finished at ${clock.now()}`);
    };
    clock.schedule(1000, nightly);
    await clock.advance(5000);
    expect(seen).toEqual(["finished at 1000"]);
  });

  it("lets what a callback set going end at its time, when told how to wait for it", async () => {
    const clock = makeClock({ machineNow: () => 0 });
    const seen: string[] = [];
    let work = Promise.resolve();
    const nightly = (): void => {
      work = new Promise((resolve) => setTimeout(resolve, 20)).then(() => void seen.push(`finished at ${clock.now()}`));
    };
    clock.schedule(1000, nightly);
    await clock.advance(5000, () => work);
    expect(seen).toEqual(["finished at 1000"]);
  });

  it("runs nothing once it is stopped", async () => {
    const clock = makeClock();
    const seen: string[] = [];
    clock.schedule(clock.now() + 5, () => seen.push("a"));
    clock.stop();
    clock.schedule(clock.now() + 5, () => seen.push("b"));
    await new Promise((resolve) => setTimeout(resolve, 30));
    expect(seen).toEqual([]);
  });

  it("fires by the machine's own time, and not at all when cancelled", async () => {
    const clock = makeClock();
    const seen: string[] = [];
    clock.schedule(clock.now() + 10, () => seen.push("a"));
    clock.schedule(clock.now() + 5, () => seen.push("cancelled"))();
    await new Promise((resolve) => setTimeout(resolve, 60));
    expect(seen).toEqual(["a"]);
  });

  it("keeps the advanced time over a restart when it has a store, and refuses to go back", async () => {
    const kept = new Map<string, string | Uint8Array | null>();
    const store: Store = {
      load: () => [...kept].flatMap(([key, value]) => (value === null ? [] : [[key, value] as const])),
      write: (changes) => {
        for (const change of changes) kept.set(change.key, change.value);
      },
    };
    const clock = makeClock({ store, machineNow: () => 100 });
    await clock.advance(900);
    expect(makeClock({ store, machineNow: () => 200 }).now()).toBe(1100);
    await expect(clock.advance(-1)).rejects.toThrow("only moves forward");
  });
});
