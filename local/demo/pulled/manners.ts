import { makeDice } from "../dice.ts";

/** How a channel answers one request. What fails has done nothing. */
export type Manner = "well" | "slow" | "refused" | "broken";

/** Of a hundred requests. */
const weights: readonly (readonly [Manner, number])[] = [
  ["refused", 3],
  ["broken", 2],
  ["slow", 2],
  ["well", 93],
];

/** After a failure a channel answers so many requests: no shop is asked in vain twice in a row. */
const ANSWERS_AFTER_FAILING = 150;

/** The manners of each channel on an ordinary day, the same for the same seed and order of requests. */
export function makeManners(seed: number): (channel: string) => Manner {
  const dice = makeDice(seed);
  const answersLeft = new Map<string, number>();
  return (channel) => {
    const left = answersLeft.get(channel) ?? 0;
    const drawn = dice.weighted(weights);
    const manner = left > 0 && (drawn === "refused" || drawn === "broken") ? "well" : drawn;
    const hasFailed = manner === "refused" || manner === "broken";
    answersLeft.set(channel, hasFailed ? ANSWERS_AFTER_FAILING : Math.max(0, left - 1));
    return manner;
  };
}
