import { describe, expect, it } from "vitest";
import { rules, violationsOf } from "./import-rules.ts";
import type { Violation } from "./project.ts";
import { readImports } from "./read-imports.ts";

/** What the rules say of a made-up project; each own file that is imported is added, so that nothing dangles. */
function judge(sources: Readonly<Record<string, string>>): readonly Violation[] {
  const files = new Map(Object.entries(sources));
  const imports = readImports(files);
  for (const { target } of imports) if (target.kind === "own" && !files.has(target.path)) files.set(target.path, "");
  return violationsOf({ files, imports, dependencies: ["zod", "@aws-sdk/client-s3", "@middy/core", "fflate"] });
}

const brokenBy = (path: string, text: string): string[] => [
  ...new Set(judge({ [path]: text }).map(({ rule }) => rule)),
];
const importing = (specifier: string): string => `import { x } from "${specifier}";\n`;

/** Rule, file, what it imports. */
const bites: readonly (readonly [rule: string, path: string, text: string])[] = [
  ["kernel-alone", "shared/kernel/money.ts", importing("../table/port.ts")],
  ["kernel-alone", "shared/kernel/money.ts", 'import type { X } from "../orders/order.ts";'],
  ["events-on-kernel", "events/orders/order-held.v1.ts", importing("../../shared/orders/order.ts")],
  ["table-on-kernel", "shared/table/keys.ts", importing("../orders/order.ts")],
  ["channel-alone", "shared/channels/shopify/order.ts", importing("../woocommerce/order.ts")],
  ["channel-alone", "shared/channels/shopify/order.ts", importing("../registry.ts")],
  ["channel-alone", "shared/channels/shopify/order.ts", importing("../../orders/order.ts")],
  ["channel-alone", "shared/channels/shopify/order.ts", importing("../../table/port.ts")],
  ["channel-alone", "shared/channels/amounts.ts", importing("./shopify/order.ts")],
  ["capability-walk", "shared/inventory/stock.ts", importing("../orders/order.ts")],
  ["capability-walk", "shared/reports/report.ts", importing("../routing/plan.ts")],
  ["capability-walk", "shared/reports/report.ts", importing("../platform/logger.ts")],
  ["capability-walk", "shared/novelty/thing.ts", importing("../orders/order.ts")],
  ["platform-low", "shared/platform/logger.ts", importing("../orders/order.ts")],
  ["functions-thin", "functions/intake/apply-delivery.handler.ts", importing("../routing/route-order.handler.ts")],
  ["functions-thin", "functions/intake/apply-delivery.handler.ts", importing("../../infra/intake.ts")],
  ["functions-last", "infra/intake.ts", importing("../functions/intake/apply-delivery.handler.ts")],
  ["infra-reads-names", "infra/intake.ts", importing("../shared/orders/order.ts")],
  ["local-not-shipped", "shared/orders/order.ts", importing("../../local/cloud/clock.ts")],
  ["local-not-shipped", "functions/intake/apply-delivery.handler.ts", importing("../../tests/support/shop.ts")],
  ["local-not-shipped", "shared/orders/order.ts", importing("./order.test.ts")],
  ["aws-sdk-at-edge", "shared/orders/order-store.ts", importing("@aws-sdk/client-s3")],
  ["aws-sdk-at-edge", "shared/table/port.ts", 'import type { X } from "@aws-sdk/client-dynamodb";'],
  ["aws-sdk-at-edge", "functions/intake/apply-delivery.handler.ts", 'const s3 = await import("@aws-sdk/client-s3");'],
  ["middy-in-platform", "functions/intake/apply-delivery.handler.ts", importing("@middy/core")],
  ["zod-mini", "shared/orders/order.ts", importing("zod")],
  ["rules-language-where-saved", "shared/routing/plan.ts", importing("@marcbachmann/cel-js")],
  ["zod-mini", "events/envelope.ts", 'import * as z from "zod/v4";'],
  ["cdk-in-infra", "local/template/read.ts", importing("aws-cdk-lib")],
  ["runtime-dependencies", "shared/orders/order.ts", importing("fast-check")],
  ["runtime-dependencies", "shared/orders/order.ts", 'import "esbuild";'],
  ["runtime-dependencies", "shared/orders/order.ts", importing("@e965/xlsx/core")],
  ["no-index", "shared/orders/index.ts", ""],
  ["no-empty-words", "shared/orders/helpers/sum.ts", ""],
  ["no-empty-words", "local/common/sum.ts", ""],
  ["no-empty-words", "infra/utils.ts", ""],
  ["kebab-case", "shared/orders/orderStore.ts", ""],
  ["small-files", "local/cloud/clock.ts", "x;\n".repeat(251)],
  ["environment-in-platform", "shared/orders/order.ts", "const name = process.env.TABLE_NAME;"],
  ["environment-in-platform", "functions/intake/apply-delivery.handler.ts", 'const { X } = process["env"];'],
  ["environment-in-platform", "events/catalog.ts", 'import { env } from "node:process";'],
  ["handler-per-function", "functions/intake/shared.ts", ""],
  ["handler-per-function", "functions/intake/apply-delivery.handler.ts", "x;\n".repeat(81)],
];

const allowed: readonly (readonly [path: string, text: string])[] = [
  ["shared/kernel/money.ts", importing("./result.ts")],
  ["shared/channels/shopify/order.ts", importing("../channel.ts") + importing("../../orders/facts.ts")],
  ["shared/channels/registry.ts", importing("./shopify/shopify.ts")],
  ["shared/orders/order-events.ts", importing("../../events/catalog.ts") + importing("../platform/ports.ts")],
  ["shared/routing/plan.ts", importing("../orders/order.ts") + importing("../inventory/stock.ts")],
  ["shared/table/table.dynamo.ts", 'import type { X } from "@aws-sdk/client-dynamodb";'],
  ["shared/platform/s3-client.ts", `${importing("@aws-sdk/client-s3")}const region = process.env.AWS_REGION;`],
  ["shared/platform/invocation.ts", `${importing("@middy/core")}import type { Context } from "aws-lambda";`],
  [
    "shared/orders/order.test.ts",
    importing("fast-check") + importing("../../local/cloud/clock.ts") + "x;\n".repeat(400),
  ],
  ["shared/channels/channel.contract.ts", importing("vitest")],
  [
    "infra/intake.ts",
    importing("aws-cdk-lib") + importing("../shared/table/names.ts") + importing("../events/catalog.ts"),
  ],
  ["local/commands/demo.ts", `${importing("../../functions/intake/apply-delivery.handler.ts")}process.env.PATH;`],
  ["events/generate.ts", importing("zod")],
  ["shared/orders/order.ts", `// import { x } from "../routing/plan.ts"; process.env\n/* import "zod" */\n`],
  ["local/cloud/clock.ts", "x;\n".repeat(250)],
];

describe("the architecture rules", () => {
  it.each(bites)("%s bites %s", (rule, path, text) => {
    expect(brokenBy(path, text)).toContain(rule);
  });

  it.each(allowed)("let %s be", (path, text) => {
    expect(brokenBy(path, text)).toEqual([]);
  });

  it("reports a circle with the imports that close it", () => {
    const found = judge({
      "shared/orders/a.ts": importing("../routing/b.ts"),
      "shared/routing/b.ts": importing("../reports/c.ts"),
      "shared/reports/c.ts": importing("../orders/a.ts"),
    });

    expect(found.filter(({ rule }) => rule === "no-circles")).toEqual([
      {
        rule: "no-circles",
        at: "orders → routing → reports → orders",
        found:
          "shared/orders/a.ts imports shared/routing/b.ts, shared/routing/b.ts imports shared/reports/c.ts, shared/reports/c.ts imports shared/orders/a.ts",
      },
    ]);
  });

  it("reports an import of a file that is not there", () => {
    const files = new Map([["shared/orders/a.ts", importing("./gone.ts") + importing("./b")]]);
    const found = violationsOf({ files, imports: readImports(files), dependencies: [] });

    expect(found.map(({ rule, found: what }) => `${rule} ${what}`)).toEqual([
      "no-dangling ./gone.ts",
      "no-dangling ./b",
    ]);
  });

  it("are each shown to bite", () => {
    const shown = new Set([...bites.map(([rule]) => rule), "no-circles", "no-dangling"]);
    expect(rules.map(({ name }) => name).filter((name) => !shown.has(name))).toEqual([]);
  });

  it("see imports however they are written", () => {
    const text = [
      'import one from "./one.ts";',
      'import {\n  a,\n  type B,\n} from "./two.ts";',
      'import "./three.ts";',
      'export { x } from "./four.ts";',
      'export * as five from "./five.ts";',
      'const six = await import("./six.ts");',
      'type Seven = import("./seven.ts").Seven;',
      'import type { Eight } from "./eight.ts";',
    ].join("\n");
    const imports = readImports(new Map([["local/a.ts", text]]));

    expect(imports.map(({ specifier }) => specifier).sort()).toEqual(
      ["eight", "five", "four", "one", "seven", "six", "three", "two"].map((name) => `./${name}.ts`),
    );
    expect(imports.filter(({ isTypeOnly }) => isTypeOnly).map(({ specifier }) => specifier)).toEqual(["./eight.ts"]);
  });
});
