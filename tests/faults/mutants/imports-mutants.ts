import type { Mutant } from "./mutant.ts";

const chunksAreTried = "shared/imports/run-import.test.ts";

/** Bugs in how files are worked on in chunks. */
export const importsMutants: readonly Mutant[] = [
  {
    id: "chunk-counted-with-every-run",
    file: "shared/imports/import-steps.ts",
    find: 'of: [inPhase(phase), { kind: "not", of: { kind: "contains", path: ended, value: chunk } }],',
    replace: "of: [inPhase(phase)],",
    killer: chunksAreTried,
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
    killer: chunksAreTried,
  },
  {
    id: "same-content-applied-twice",
    file: "shared/imports/finish-import.ts",
    find: 'if (isFinished(job)) return { answer: { kind: "skipped", why: "finished before" }, next: [] };',
    replace: "",
    killer: chunksAreTried,
  },
];
