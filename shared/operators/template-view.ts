import * as z from "zod/mini";
import type { ImportKind } from "../imports/import-kind.ts";
import { download, type HttpAnswer } from "../platform/http-answer.ts";

export const templateQuery = z.object({ language: z._default(z.enum(["en", "zh"]), "en") });

/** The template of a kind: what writes it is loaded with the first one that is asked for. */
export async function templateAnswer(kind: ImportKind, language: "en" | "zh"): Promise<HttpAnswer> {
  const [{ templateWorkbook }, { XLSX_TYPE }] = await Promise.all([
    import("../imports/templates/template-workbook.ts"),
    import("../sheets/write-workbook.ts"),
  ]);
  return download(templateWorkbook(kind, language), XLSX_TYPE, `${kind}-template-${language}.xlsx`);
}
