import { buildFunctions } from "../../infra/build.ts";
import { type Bench, figure, show } from "./bench.ts";
import { measureStarts } from "./start-cost.ts";

/** Size and start of each function's bundle; `tests/budget` holds both to their limits. */
export const bundlesBench: Bench = {
  name: "bundles",
  about: "bundle size and CPU of module initialisation, function by function",
  run: async () => {
    const bundles = (await buildFunctions()).toSorted((a, b) => b.bytes - a.bytes);
    const starts = measureStarts(bundles.map(({ name }) => name));
    const measured = bundles.map(({ name, bytes }) => ({ name, kb: bytes / 1024, startMs: starts.get(name) ?? 0 }));
    return {
      tables: [
        {
          title: "functions",
          columns: [{ title: "function" }, figure("KB minified"), figure("start, CPU ms")],
          rows: measured.map(({ name, kb, startMs }) => [name, show(kb, 0), show(startMs, 0)]),
        },
      ],
      notes: ["Start: importing the bundle in a fresh process, the best of five, without Node's own start."],
      figures: Object.fromEntries(measured.map(({ name, ...figures }) => [name, figures])),
    };
  },
};
