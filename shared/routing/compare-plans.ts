import type { Proof, Sourcing, Tally } from "./planner/problem.ts";

/** How another plan differs from the one that was chosen, by the first term that does: "3 parcels instead of 2". */
export function compareInWords({ tally }: Pick<Sourcing, "tally">, other: Pick<Sourcing, "tally">): string {
  const more = (term: keyof Tally): number => other.tally[term] - tally[term];
  const unfilled = more("unfilled");
  if (unfilled > 0) return `${unfilled} ${unfilled === 1 ? "unit" : "units"} more would wait`;
  if (more("shipments") > 0) return `${other.tally.shipments} parcels instead of ${tally.shipments}`;
  if (more("preference") > 0) return "the order would leave from less preferred warehouses";
  return "the order would leave from warehouses that come later";
}

/** How sure it is that no plan has fewer parcels. */
export function gapInWords(proof: Proof): string {
  if (proof.kind === "best" || (proof.term !== "unfilled" && proof.term !== "shipments")) return "the fewest possible";
  if (proof.term === "unfilled") return "the fewest that were found in time";
  return `of which at most ${proof.atMost} could be saved`;
}
