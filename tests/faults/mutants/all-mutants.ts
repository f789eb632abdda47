import { booksMutants } from "./books-mutants.ts";
import { hubMutants } from "./hub-mutants.ts";
import { lotsMutants } from "./lots-mutants.ts";
import type { Mutant } from "./mutant.ts";
import { orderMutants } from "./order-mutants.ts";

/** Every bug that must be seen. */
export const mutants: readonly Mutant[] = [...orderMutants, ...hubMutants, ...lotsMutants, ...booksMutants];
