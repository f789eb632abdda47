import type { Locale } from "../kernel/locale.ts";
import type { LooksLike, UnreadableFile } from "../sheets/rows.ts";
import { importKinds, isImportKind } from "./import-kind.ts";
import type { Layout } from "./layouts/layout.ts";
import type { RecognitionProblem } from "./recognise-columns.ts";
import type { ScanRefused } from "./scan-verdict.ts";
import type { Suggestion } from "./suggest-columns.ts";

type Texts = Readonly<Record<Locale, string>>;

export type FileProblem =
  | UnreadableFile
  | RecognitionProblem
  | ScanRefused
  /** More rows agree in these columns, or have nothing in them, than can be worked on together. */
  | { readonly kind: "too_many_alike"; readonly allowed: number; readonly by: readonly string[] }
  | { readonly kind: "unknown_kind"; readonly found: string };

/** Why nothing of a file could be used: what, where, and how to mend it. */
export function fileProblemText(problem: FileProblem, locale: Locale): string {
  const texts = fileProblemTexts(problem);
  return texts[locale];
}

function fileProblemTexts(problem: FileProblem): Texts {
  switch (problem.kind) {
    case "empty_file":
      return { en: "The file is empty (0 bytes). Upload it again.", zh: "文件为空（0 字节），请重新上传。" };
    case "no_rows":
      return {
        en: "The first sheet has no rows. Put the headings in its first row.",
        zh: "第一个工作表没有内容。请在首行填写列标题。",
      };
    case "too_large":
      return {
        en: `The file has ${problem.bytes} bytes; at most ${problem.allowed} are taken. Split it.`,
        zh: `文件大小 ${problem.bytes} 字节，超过上限 ${problem.allowed}，请拆分后上传。`,
      };
    case "encrypted":
      return {
        en: "The workbook is protected by a password. Save it without one and upload it again.",
        zh: "工作簿有密码保护，请取消密码后重新上传。",
      };
    case "old_excel":
      return {
        en: "This file is of a version of Excel before 1995. Open it in a spreadsheet program, save it as .xlsx and upload that.",
        zh: "这是 1995 年以前版本的 Excel 文件。请用表格软件打开，另存为 .xlsx 后上传。",
      };
    case "no_sheet_of_cells":
      return {
        en: "The workbook has macros or charts and no sheet of cells. Put the rows on a sheet and upload it again.",
        zh: "工作簿只有宏或图表，没有数据工作表。请把数据放入工作表后重新上传。",
      };
    case "not_a_workbook":
      return notAWorkbookTexts(problem.looksLike);
    case "damaged":
      return {
        en: `The workbook is damaged (${problem.detail}). Open and save it in a spreadsheet program, then upload it again.`,
        zh: `工作簿已损坏（${problem.detail}）。请用表格软件打开并重新保存后上传。`,
      };
    case "too_many_cells":
      return {
        en: `The sheet has more than ${problem.allowed} filled cells. Split it.`,
        zh: `工作表超过 ${problem.allowed} 个单元格，请拆分。`,
      };
    case "too_many_rows":
      return {
        en: `The sheet has more than ${problem.allowed} rows. Split it.`,
        zh: `工作表超过 ${problem.allowed} 行，请拆分。`,
      };
    case "too_many_alike":
      return {
        en: `More than ${problem.allowed} rows are about the same thing (they agree in ${problem.by.join(", ")}). Check that column, or split the file.`,
        zh: `超过 ${problem.allowed} 行指向同一对象（${problem.by.join("、")} 相同）。请检查该列，或拆分文件后上传。`,
      };
    case "too_many_columns":
      return {
        en: `The sheet has more than ${problem.allowed} columns. Delete those that are not needed.`,
        zh: `工作表超过 ${problem.allowed} 列，请删除不需要的列。`,
      };
    case "cell_too_long":
      return {
        en: `A cell of row ${problem.row} has more than ${problem.allowed} characters. In a CSV, look there for a quotation mark that is never closed.`,
        zh: `第 ${problem.row} 行有单元格超过 ${problem.allowed} 个字符。若为 CSV，请检查该处是否有未闭合的引号。`,
      };
    case "expands_too_much":
      return {
        en: `The file unpacks to more than ${problem.allowed} bytes and is refused.`,
        zh: `文件解压后超过 ${problem.allowed} 字节，已拒绝。`,
      };
    case "too_slow":
      return {
        en: `Reading the file took more than ${problem.allowedMs / 1000} seconds. Save it again in a spreadsheet program, or split it.`,
        zh: `读取文件超过 ${problem.allowedMs / 1000} 秒。请用表格软件重新保存或拆分后上传。`,
      };
    case "missing_columns":
      return {
        en: `The column ${problem.missing.join(", ")} is missing. Found: ${problem.found.join(", ") || "none"}. ${hints(problem.suggestions, "en")}Name it so, or use the template.`,
        zh: `缺少列：${problem.missing.join("、")}。找到的列：${problem.found.join("、") || "无"}。${hints(problem.suggestions, "zh")}请补上或使用模板。`,
      };
    case "repeated_column":
      return {
        en: `Two columns mean ${problem.field}: ${problem.headings.join(" and ")}. Keep one of them.`,
        zh: `有两列都表示 ${problem.field}：${problem.headings.join("、")}，请只保留一列。`,
      };
    case "other_kind":
      return otherKindTexts(problem.layout);
    case "malware":
      return {
        en: "A scan found malware in this file. It was not opened, and nothing of it was stored. Check the computer that it comes from.",
        zh: "扫描发现该文件含有恶意软件，系统未打开该文件，也未保存任何内容。请检查文件来源的电脑。",
      };
    case "not_scanned":
      return {
        en: `The file could not be scanned for malware (${problem.status}) and was not opened. Save it without a password and upload it again.`,
        zh: `无法对该文件进行恶意软件扫描（${problem.status}），系统未打开。请取消密码保护后重新上传。`,
      };
    case "unknown_kind":
      return {
        en: `"${problem.found}" is no kind of import. Put the file under ${importKinds.map((kind) => `${kind}/`).join(", ")}.`,
        zh: `“${problem.found}”不是可导入的类型，请放在 ${importKinds.map((kind) => `${kind}/`).join("、")} 下。`,
      };
  }
}

const likenesses: Readonly<Record<LooksLike, Texts>> = {
  pdf: { en: "a PDF", zh: "PDF 文件" },
  picture: { en: "a picture", zh: "图片" },
  archive: { en: "an archive without a workbook", zh: "不含工作簿的压缩包" },
  web_page: { en: "a web page saved with a spreadsheet's name", zh: "改名为表格的网页" },
  xml_of_2003: { en: "an XML spreadsheet of 2003", zh: "2003 版 XML 表格" },
  binary_workbook: { en: "a binary workbook (.xlsb)", zh: "二进制工作簿（.xlsb）" },
  open_document: { en: "an OpenDocument spreadsheet (.ods)", zh: "OpenDocument 表格（.ods）" },
  other_office_file: { en: "another file of Office", zh: "其他 Office 文件" },
  binary_file: { en: "a binary file", zh: "二进制文件" },
};

function notAWorkbookTexts(looksLike: LooksLike): Texts {
  const { en, zh } = likenesses[looksLike];
  return {
    en: `This is not a workbook (.xlsx, .xls) or CSV file; it looks like ${en}. Open it in a spreadsheet program, save it as .xlsx and upload that.`,
    zh: `这不是工作簿（.xlsx、.xls）或 CSV 文件（识别为：${zh}）。请用表格软件打开，另存为 .xlsx 后上传。`,
  };
}

function hints(suggestions: readonly Suggestion[], locale: Locale): string {
  return suggestions
    .map(({ field, heading }) =>
      locale === "zh" ? `“${heading}”是否为 ${field}？` : `Is "${heading}" meant to be ${field}? `,
    )
    .join("");
}

/** The file is known, and yet not what its folder says. */
function otherKindTexts({ title, kind }: Layout): Texts {
  const en = `This is ${/^[aeiou]/i.test(title.en) ? "an" : "a"} ${title.en}`;
  if (kind === "accounting") {
    return {
      en: `${en}, a file for an accounting program. The hub writes such files and reads none. Nothing of it was stored.`,
      zh: `这是${title.zh}，供财务软件使用。系统只生成此类文件，不导入。未保存任何内容。`,
    };
  }
  if (!isImportKind(kind)) {
    return {
      en: `${en}, which has the totals of payouts and not their lines. Upload the transactions of the payouts under settlements/. Nothing of it was stored.`,
      zh: `这是${title.zh}，只有打款总额，没有明细。请把打款明细上传到 settlements/。未保存任何内容。`,
    };
  }
  return {
    en: `${en}; it belongs under ${kind}/. Upload it there.`,
    zh: `这是${title.zh}，应上传到 ${kind}/。`,
  };
}
