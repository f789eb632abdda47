import { booksMutants } from "./books-mutants.ts";
import { buyersMutants } from "./buyers-mutants.ts";
import { hubMutants } from "./hub-mutants.ts";
import { importsMutants } from "./imports-mutants.ts";
import { lotsMutants } from "./lots-mutants.ts";
import type { Mutant } from "./mutant.ts";
import { orderMutants } from "./order-mutants.ts";
import { parcelsMutants } from "./parcels-mutants.ts";

/** Every bug that must be seen. */
export const mutants: readonly Mutant[] = [
  ...orderMutants,
  ...hubMutants,
  ...lotsMutants,
  ...booksMutants,
  ...parcelsMutants,
  ...importsMutants,
  ...buyersMutants,
];
