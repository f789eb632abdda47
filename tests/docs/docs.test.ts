import { existsSync, globSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { commands } from "../../local/cli/commands.ts";
import { channelFacts } from "../../shared/channels/channel-facts.ts";
import { channelNames } from "../../shared/channels/registry.ts";
import { reasonCodes, reasonText } from "../../shared/imports/reasons.ts";
import { sheetSchemas } from "../../shared/imports/sheet-schemas.ts";
import { orderStatuses } from "../../shared/orders/order.ts";
import { allReports } from "../../shared/reports/all-reports.ts";
import { readDefinition } from "../../shared/reports/custom/read-definition.ts";
import { sources } from "../../shared/reports/custom/sources.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
const pages = ["README.md", "CONTRIBUTING.md", "CHANGELOG.md", ...globSync("docs/**/*.md", { cwd: root })].sort();

function read(page: string): string {
  return readFileSync(join(root, page), "utf8");
}

const scripts = Object.keys((JSON.parse(read("package.json")) as { scripts: Record<string, string> }).scripts);

describe.each(pages)("%s", (page) => {
  const text = read(page);

  it("names only commands that exist", () => {
    const named = [...text.matchAll(/\bnpm run ([a-z]+(?:[:-][a-z]+)*)/g)].map(([, script = ""]) => script);

    expect(named.filter((script) => !scripts.includes(script))).toEqual([]);
  });

  it("uses only words and options that the command line has", () => {
    const common = ["json", "help", "api", "token", "port", "as"];
    const wrong = [...text.matchAll(/npm run orderhub -- ([^\n`#)]+)/g)].flatMap(([, call = ""]) => {
      const [word = "", ...rest] = call.trim().split(/\s+/);
      if (word === "…" || word.startsWith("--") || word === "COMMAND") return [];
      const command = commands.find((each) => each.name === word);
      if (command === undefined) return [call];
      const options = [...Object.keys(command.options ?? {}), ...common].map((name) => `--${name}`);
      return rest.filter((part) => part.startsWith("--") && !options.includes(part)).map((part) => `${word} ${part}`);
    });

    expect(wrong).toEqual([]);
  });

  it("names only files that exist", () => {
    const paths = [...text.matchAll(/(?<![\w/.-])(?:infra|functions|shared|events|local|tests|docs)\/[\w./-]+/g)].map(
      (match) => match[0].replace(/[./]+$/, ""),
    );
    // What is written with a placeholder (`shared/channels/<x>`) ends before it and is a folder.
    expect(paths.filter((path) => !existsSync(join(root, path)))).toEqual([]);
  });

  it("links only to what is there", () => {
    const targets = [...text.matchAll(/\]\((?!https?:|mailto:)([^)#]*)(#[^)]*)?\)/g)].map(([, target = ""]) => target);

    expect(targets.filter((target) => target !== "" && !existsSync(join(root, dirname(page), target)))).toEqual([]);
  });
});

describe("reports of your own in docs/reports.md", () => {
  it.each(Object.entries(sources))("have every dimension and measure of %s", (name, { dimensions, measures }) => {
    const section = read("docs/reports.md").split("\n## Reports of your own")[1] ?? "";
    const cells = (source: string): readonly string[] =>
      section
        .split("\n")
        .find((line) => line.startsWith(`| \`${source}\` |`) && line.split("|").length === 6)
        ?.split("|") ?? [];
    const names = (cell = ""): readonly string[] => [...cell.matchAll(/`([a-z_]+)`/g)].map(([, found = ""]) => found);
    const [, , , ofDimensions = "", ofMeasures] = cells(name);
    const upTo = /^ as `lines` up to `(\w+)`, and/.exec(ofDimensions);
    const ofLines = names(cells("lines")[3]);
    const shared = upTo === null ? [] : ofLines.slice(0, ofLines.indexOf(upTo[1] ?? "") + 1);
    const own = upTo === null ? ofDimensions : ofDimensions.slice(upTo[0].length);

    expect([...shared, ...names(own)]).toEqual(Object.keys(dimensions));
    expect([...names(ofMeasures)].sort()).toEqual(Object.keys(measures).sort());
  });

  it("show a definition that is right", () => {
    const section = read("docs/reports.md").split("\n## Reports of your own")[1] ?? "";
    const example: unknown = JSON.parse(/```json\n([\s\S]*?)```/.exec(section)?.[1] ?? "");
    expect(readDefinition(example)).toMatchObject({ ok: true, value: { title: "Tea by region" } });
  });
});

describe("docs/operators.md", () => {
  it.each(channelNames)("says what %s is given to connect a shop", async (name) => {
    const { sendsWebhooks, credentialFields } = await channelFacts(name);
    const row = new RegExp(`^\\| \`${name}\` \\| ([^|]+) \\| ([^|]+) \\|`, "m").exec(read("docs/operators.md"));
    const fields = credentialFields.map((field) => `\`${field.name}\`${field.isOptional ? "?" : ""}`).join(", ");
    const shown = [row?.[1]?.startsWith("yes"), row?.[2]];
    expect(shown).toEqual([sendsWebhooks, fields === "" ? "none" : fields]);
  });
});

describe("docs/merchants.md", () => {
  const text = read("docs/merchants.md");

  it("has every reason code with its text in both languages", () => {
    const missing = reasonCodes.filter((code) => {
      const say = (locale: "en" | "zh"): string => reasonText({ code, column: null, found: "…" }, locale);
      return !text.includes(`| \`${code}\` | ${say("en")} | ${say("zh")} |`);
    });

    expect(missing).toEqual([]);
  });

  it("has every column with all the headings it is known by", () => {
    const missing = Object.values(sheetSchemas)
      .flat()
      .filter(({ name, isRequired, aliases }) => {
        const row = text
          .split("\n")
          .find(
            (line) =>
              line.startsWith(`| \`${name}\` | ${isRequired ? "yes" : ""} |`) &&
              line.includes(` ${aliases.join(", ")} |`),
          );
        return row === undefined;
      });

    expect(missing.map((field) => field.name)).toEqual([]);
  });
});

describe("docs/finance.md and docs/reports.md", () => {
  it.each(allReports.map(({ name, columns }) => [name, columns] as const))(
    "describe every column of the %s report, and no other",
    (report, columns) => {
      const pagesOfReports = `${read("docs/finance.md")}\n## \n${read("docs/reports.md")}`;
      const section = pagesOfReports.split(`\n### ${report}:`)[1]?.split("\n##")[0] ?? "";
      const described = section
        .split("\n")
        .filter((line) => line.startsWith("| `"))
        .flatMap((line) => [...(line.split("|")[1] ?? "").matchAll(/`([a-z0-9_]+)`/g)].map(([, name]) => name));

      expect(described).toEqual(columns.map((column) => column.name));
    },
  );
});

describe("docs/operators.md", () => {
  it("says what to do with every status", () => {
    const text = read("docs/operators.md");

    expect(orderStatuses.filter((status) => !text.includes(`\n| \`${status}\` |`))).toEqual([]);
  });
});
