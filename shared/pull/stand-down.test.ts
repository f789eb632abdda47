import { describe, expect, it } from "vitest";
import { plainShop, worldClock } from "../../tests/support/pull-world.ts";
import { makeStandDown } from "./stand-down.ts";

const unavailable = { kind: "unavailable", detail: "no answer" } as const;
const unauthorised = { kind: "unauthorised", detail: "expired" } as const;
const old = { accessToken: "old" };

describe("standing down", () => {
  it("begins with the third failure in a row, and ends by itself", () => {
    const clock = worldClock();
    const stand = makeStandDown(clock.now);
    const failAgain = (): unknown => {
      stand.note(plainShop, old, unavailable);
      return stand.problemOf(plainShop, old);
    };

    expect([failAgain(), failAgain(), failAgain()]).toEqual([null, null, unavailable]);
    clock.pass(15_000);
    expect(stand.problemOf(plainShop, old)).toBeNull();
    expect(failAgain()).toEqual(unavailable);
    stand.note(plainShop, old, null);
    expect(failAgain()).toBeNull();
  });

  it("ends for a shop that was not let in as soon as it has other credentials", () => {
    const stand = makeStandDown(worldClock().now);

    stand.note(plainShop, old, unauthorised);

    expect(stand.problemOf(plainShop, old)).toEqual(unauthorised);
    expect(stand.problemOf(plainShop, { accessToken: "new" })).toBeNull();
    expect(stand.problemOf({ ...plainShop, merchantId: "other" as never }, old)).toBeNull();
  });

  it("is not begun by an order that the channel refuses", () => {
    const stand = makeStandDown(worldClock().now);
    for (let time = 0; time < 5; time += 1) stand.note(plainShop, old, { kind: "not_found", detail: "" });

    expect(stand.problemOf(plainShop, old)).toBeNull();
  });
});
