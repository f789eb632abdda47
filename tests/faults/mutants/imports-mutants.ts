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
    find: '(first.state === "applied" || isAtWork(first, job.receivedAt))',
    replace: "isAtWork(first, job.receivedAt)",
    killer: chunksAreTried,
  },
  {
    id: "content-held-by-the-dead",
    file: "shared/imports/claim-content.ts",
    find: "< LOST_AFTER_MS",
    replace: "< Number.POSITIVE_INFINITY",
    killer: "shared/imports/import-ways.test.ts",
  },
  {
    id: "part-that-became-a-bundle",
    file: "shared/inventory/products/component-links.ts",
    find: "        value: true,",
    replace: '        value: "never",',
    killer: "tests/property/bundle-nesting.prop.test.ts",
  },
  {
    id: "bundle-that-became-a-part",
    file: "shared/inventory/products/component-links.ts",
    find: "return markWrite(place, [change], condition);",
    replace: "void condition;\n  return markWrite(place, [change]);",
    killer: "tests/property/bundle-nesting.prop.test.ts",
  },
  {
    id: "settled-lines-written-over",
    file: "shared/reconciliation/settled-order-store.ts",
    find: '{ kind: "put", item: own, condition },',
    replace: '{ kind: "put", item: own },',
    killer: "shared/reconciliation/settle-order.test.ts",
  },
];
