import type { Table } from "../../shared/table/port.ts";

export type Race = {
  /** Each works on the table it is given; all begin at once. */
  readonly writers: readonly ((table: Table) => Promise<unknown>)[];
  readonly table: Table;
};

/**
 * Runs a race again and again, each time with the calls of its writers in another order, until all orders were seen: one call
 * after the other, with any writer's next call behind any call of another. Gives the number of orders.
 */
export async function everyOrder(
  begin: () => Promise<Race>,
  check: (race: Race, answers: readonly unknown[], order: readonly number[]) => Promise<void>,
): Promise<number> {
  let orders = 0;
  let choices: readonly number[] | null = [];
  while (choices !== null) {
    const race = await begin();
    const { answers, taken } = await runInOrder(race, choices);
    await check(
      race,
      answers,
      taken.map(({ choice }) => choice),
    );
    orders += 1;
    choices = nextChoices(taken);
  }
  return orders;
}

type Taken = { readonly choice: number; readonly of: number };

/** The last call at which another writer could have gone instead; null: there is none left. */
function nextChoices(taken: readonly Taken[]): readonly number[] | null {
  const at = taken.findLastIndex(({ choice, of }) => choice + 1 < of);
  const last = taken[at];
  if (last === undefined) return null;
  return [...taken.slice(0, at).map(({ choice }) => choice), last.choice + 1];
}

/** `choices`: which of those who wait goes next; once they are used up, the first. */
async function runInOrder({ writers, table }: Race, choices: readonly number[]) {
  const waiting = new Map<number, () => void>();
  const answers: unknown[] = writers.map(() => undefined);
  let moved = (): void => undefined;
  const stands = new Set<number>();
  const stood = (writer: number): void => {
    stands.add(writer);
    moved();
  };
  const allStand = async (): Promise<void> => {
    while (stands.size < writers.length)
      await new Promise<void>((wake) => {
        moved = wake;
      });
  };
  const work = writers.map(async (write, writer) => {
    const turn = (): Promise<void> =>
      new Promise((wake) => {
        waiting.set(writer, wake);
        stood(writer);
      });
    try {
      answers[writer] = await write(gated(table, turn));
    } finally {
      stood(writer);
    }
  });
  const taken: Taken[] = [];
  for (;;) {
    await allStand();
    const ready = [...waiting.keys()].sort();
    const choice = choices[taken.length] ?? 0;
    const writer = ready[choice];
    if (writer === undefined) break;
    taken.push({ choice, of: ready.length });
    const go = waiting.get(writer);
    waiting.delete(writer);
    stands.delete(writer);
    go?.();
  }
  await Promise.all(work);
  return { answers, taken };
}

function gated(table: Table, turn: () => Promise<void>): Table {
  return new Proxy(table, {
    get: (target, name, receiver) => {
      const member: unknown = Reflect.get(target, name, receiver);
      if (typeof member !== "function") return member;
      return async (...args: unknown[]) => {
        await turn();
        return member.apply(target, args) as unknown;
      };
    },
  });
}
