import * as z from "zod/mini";
import { nearestName } from "../../kernel/nearest-name.ts";
import { fail, ok, type Result } from "../../kernel/result.ts";
import { explainShape, type ShapeMistake } from "../../kernel/shape-mistakes.ts";
import {
  type CustomFields,
  type Filter,
  formatNames,
  customLimits as limits,
  type SourceName,
  sourceNames,
} from "./custom-report.ts";
import type { AnySource } from "./source.ts";
import { sources } from "./sources.ts";

const shortText = z.string().check(z.minLength(1), z.maxLength(limits.characters));
const values = z
  .array(z.string().check(z.maxLength(limits.characters)))
  .check(z.minLength(1), z.maxLength(limits.valuesOfFilter));
const filter = z.strictObject({
  field: z.string(),
  is: z.optional(values),
  is_not: z.optional(values),
  begins_with: z.optional(values),
});

export const definitionSchema = z.strictObject({
  title: shortText,
  source: z.enum(sourceNames),
  dimensions: z._default(z.array(z.string()).check(z.maxLength(limits.dimensions)), []),
  measures: z.array(z.string()).check(z.minLength(1), z.maxLength(limits.measures)),
  filters: z._default(z.array(filter).check(z.maxLength(limits.filters)), []),
  periods: z._default(z.array(z.enum(["day", "week", "month"])).check(z.minLength(1)), ["day"]),
  formats: z._default(z.array(z.enum(formatNames)).check(z.minLength(1)), [...formatNames]),
});

const shape = {
  names: ["title", "source", "dimensions", "measures", "filters", "periods", "formats"],
  example:
    '{ "title": "Tea by region", "source": "lines", "dimensions": ["region"], "measures": ["units", "net"], "filters": [{ "field": "category", "is": ["tea"] }] }',
};

/** A definition as somebody wrote it, with what was left out; or every mistake in it: where, what, and what to write instead. */
export function readDefinition(input: unknown): Result<CustomFields, readonly ShapeMistake[]> {
  const read = definitionSchema.safeParse(input);
  if (!read.success) return fail(read.error.issues.map((issue) => explainShape(issue, input, "", shape)));
  const { source, dimensions, measures, filters, periods, formats, title } = read.data;
  const about = sources[source];
  const mistakes = [
    ...namesIn("dimensions", dimensions, Object.keys(about.dimensions), `dimensions of ${source}`),
    ...namesIn("measures", measures, Object.keys(about.measures), `measures of ${source}`),
    ...namesIn("periods", periods, about.periods, `periods of ${source}`),
    ...namesIn("formats", formats, formatNames, "formats"),
    ...filters.flatMap((each, at) => inFilter(each, at, about, source)),
  ];
  if (mistakes.length > 0) return fail(mistakes);
  return ok({ title, source, dimensions, measures, filters: filters as readonly Filter[], periods, formats });
}

/** Each of them known, and none twice. */
function namesIn(
  list: string,
  found: readonly string[],
  known: readonly string[],
  what: string,
): readonly ShapeMistake[] {
  return found.flatMap((name, at): readonly ShapeMistake[] => {
    const path = `${list}[${at}]`;
    if (found.indexOf(name) < at)
      return [{ path, found: name, expected: "each name once", suggestion: `leave it out: ${list} names it before` }];
    return known.includes(name) ? [] : [notNamed(path, name, known, what)];
  });
}

function inFilter(
  { field, ...tests }: z.infer<typeof filter>,
  at: number,
  { dimensions }: AnySource,
  source: SourceName,
): readonly ShapeMistake[] {
  const fields = Object.keys(dimensions);
  const path = `filters[${at}]`;
  const asked = Object.values(tests).filter((each) => each !== undefined).length;
  return [
    ...(fields.includes(field) ? [] : [notNamed(`${path}.field`, field, fields, `fields of ${source}`)]),
    ...(asked === 1
      ? []
      : [
          {
            path,
            found: asked === 0 ? "no test" : "more than one test",
            expected: "one of is, is_not, begins_with",
            suggestion: `{ "field": "${field}", "is": ["…"] }`,
          },
        ]),
  ];
}

function notNamed(path: string, found: string, known: readonly string[], what: string): ShapeMistake {
  return { path, found, expected: `one of the ${what}: ${known.join(", ")}`, suggestion: nearestName(found, known) };
}
