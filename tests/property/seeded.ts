import { fail } from "../../shared/kernel/result.ts";
import type { Table } from "../../shared/table/port.ts";
import { CrashError } from "../support/crashing.ts";

/** Numbers from 0 to below 1 that are the same for the same seed (mulberry32). */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/**
 * Lets others go first before and after every call, a random number of times, so that each seed is another interleaving;
 * some transactions meet another one on the way, as they do in DynamoDB.
 */
export function interleaved(table: Table, random: () => number, conflicts = 0): Table {
  const othersFirst = async (): Promise<void> => {
    for (let turn = Math.floor(random() * 6); turn > 0; turn -= 1) await null;
  };
  return new Proxy(table, {
    get: (target, name, receiver) => {
      const member: unknown = Reflect.get(target, name, receiver);
      if (typeof member !== "function") return member;
      return async (...args: unknown[]) => {
        await othersFirst();
        if (name === "transact" && random() < conflicts) {
          const [writes] = args as Parameters<Table["transact"]>;
          return fail({ kind: "cancelled", reasons: writes.map(() => ({ kind: "conflict" })) });
        }
        const answer: unknown = await member.apply(target, args);
        await othersFirst();
        return answer;
      };
    },
  });
}

/** Some calls die before or after one of their requests. */
export function mortal(table: Table, random: () => number, chance: number): Table {
  return new Proxy(table, {
    get: (target, name, receiver) => {
      const member: unknown = Reflect.get(target, name, receiver);
      if (typeof member !== "function") return member;
      return async (...args: unknown[]) => {
        if (random() < chance) throw new CrashError("killed");
        const answer: unknown = await member.apply(target, args);
        if (random() < chance) throw new CrashError("killed");
        return answer;
      };
    },
  });
}
