import * as z from "zod/mini";
import { type ImportKind, isImportKind } from "../imports/import-kind.ts";
import { headerSetOf } from "../imports/mappings/header-set.ts";
import { mappedColumns } from "../imports/mappings/mapped-columns.ts";
import type { SavedMapping } from "../imports/mappings/saved-mapping.ts";
import { sheetSchemas } from "../imports/sheet-schemas.ts";
import type { MerchantId } from "../kernel/ids.ts";
import { fail, ok, type Result } from "../kernel/result.ts";
import { invalid, notFound, type Problem } from "../platform/http-answer.ts";

const heading = z.string().check(z.minLength(1), z.maxLength(200));

/** `headings`: all of the file's, as an import that could not be read names them. `fields`: heading → our field, "" for none. */
export const mappingBody = z.object({
  headings: z.array(heading).check(z.minLength(1), z.maxLength(200)),
  fields: z.record(heading, z.string().check(z.maxLength(40))),
});

type Said = z.infer<typeof mappingBody>;

/** Checks what a merchant says of a set of headings: it must be this set, name fields of this kind, and leave none missing. */
export function mappingFrom(
  { headings, fields }: Said,
  named: { readonly kind: string; readonly headerSet: string },
  said: { readonly merchantId: MerchantId; readonly at: string; readonly by: string },
): Result<SavedMapping, Problem> {
  if (!isImportKind(named.kind)) return fail(notFound("kind of import"));
  const headerSet = headerSetOf(headings);
  if (headerSet !== named.headerSet) return fail(invalid("body", `these headings are the set ${headerSet}`));
  const mapping: SavedMapping = {
    merchantId: said.merchantId,
    kind: named.kind,
    headerSet,
    headings,
    fields,
    savedAt: said.at,
    savedBy: said.by,
  };
  const problem = problemOf(mapping);
  return problem === null ? ok(mapping) : fail(problem);
}

function problemOf(mapping: SavedMapping): Problem | null {
  const { kind, headings, fields } = mapping;
  const known = new Set(sheetSchemas[kind].map(({ name }) => name));
  const strange = Object.values(fields).find((field) => field !== "" && !known.has(field));
  if (strange !== undefined)
    return refused("unknown_field", `${kind} have no field "${strange}"; there are ${[...known].join(", ")}`);
  const cells = headings.map((text) => ({ kind: "text", text }) as const);
  const columns = mappedColumns({ mapping, headerRow: { number: 1, cells } });
  if (columns.ok) return null;
  switch (columns.error.kind) {
    case "missing_columns":
      return refused("fields_missing", `say which headings are ${columns.error.missing.join(", ")}`);
    case "repeated_column":
      return refused("field_twice", `${columns.error.headings.join(" and ")} both mean ${columns.error.field}`);
    case "no_rows":
      return refused("fields_missing", "there are no headings");
  }
}

function refused(code: string, detail: string): Problem {
  return { status: 422, code, title: "The mapping cannot be used", detail };
}

export function mappingView({ merchantId: _, ...mapping }: SavedMapping): Readonly<Record<string, unknown>> {
  return mapping;
}

/** null: of all kinds. */
export function kindIn(query: { readonly kind?: string | undefined }): ImportKind | null {
  const { kind = "" } = query;
  return isImportKind(kind) ? kind : null;
}
