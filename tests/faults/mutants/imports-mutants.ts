import type { Mutant } from "./mutant.ts";

const chunksAreTried = "shared/imports/run-import.test.ts";
const stepsAreTaken = "shared/imports/import-steps.test.ts";

/** Bugs in how files are worked on in chunks. */
export const importsMutants: readonly Mutant[] = [
  {
    id: "chunk-counted-with-every-run",
    file: "shared/imports/import-steps.ts",
    find: 'of: [inPhase(phase), { kind: "not", of: { kind: "contains", path: ended, value: chunk } }],',
    replace: "of: [inPhase(phase)],",
    killer: stepsAreTaken,
  },
  {
    id: "chunks-never-announced-again",
    file: "shared/imports/next-tasks.ts",
    find: 'why === "resumed" ? openChunks(job) : []',
    replace: "[]",
    killer: chunksAreTried,
  },
  {
    id: "phase-opened-over-another",
    file: "shared/imports/import-steps.ts",
    find: '{ kind: "compare", path, op: "=", value: before }',
    replace: '{ kind: "not", of: { kind: "absent", path: "pk" } }',
    killer: stepsAreTaken,
  },
  {
    id: "phase-opened-after-cancelling",
    file: "shared/imports/import-steps.ts",
    find: "...(before === null ? [] : [notCancelled])",
    replace: "...[]",
    killer: stepsAreTaken,
  },
  {
    id: "same-content-applied-twice",
    file: "shared/imports/claim-content.ts",
    find: '(first.state === "applied" || !isFinished(first))',
    replace: "!isFinished(first)",
    killer: chunksAreTried,
  },
];
