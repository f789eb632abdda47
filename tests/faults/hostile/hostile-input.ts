/** The ways in: what came through each of these is refused, or does no harm. */
export type Door = "webhook" | "delivery" | "API" | "rules" | "token" | "file" | "import" | "key" | "address";

/** What one hostile input got: the hub's answer in a few words, and everything that is stored or queued of it. */
export type HostileAnswer = { readonly says: string; readonly left: readonly string[] };

export type HostileInput = {
  readonly door: Door;
  readonly name: string;
  /** What the answer must be. */
  readonly wants: RegExp;
  /** Makes the input, which is not measured, and gives the attack, which is. */
  readonly prepare: () => Promise<() => Promise<HostileAnswer>>;
};

type Answer = HostileAnswer | string;

/** For inputs that need no making. */
export function attack(door: Door, name: string, wants: RegExp, run: () => Promise<Answer> | Answer): HostileInput {
  return madeAttack({ door, name, wants }, () => undefined, run);
}

/** For inputs whose making costs more than what is measured. */
export function madeAttack<T>(
  input: Omit<HostileInput, "prepare">,
  make: () => T,
  run: (made: T) => Promise<Answer> | Answer,
): HostileInput {
  return {
    ...input,
    prepare: async () => {
      const made = make();
      return async () => {
        const answer = await run(made);
        return typeof answer === "string" ? { says: answer, left: [] } : answer;
      };
    },
  };
}

/** Stands in every input where a buyer's name, a secret or a token would: no log line may hold it. */
export const marker = "hush-7d1f";
