import type { Locale } from "../kernel/locale.ts";
import { type ImportJob, isFinished } from "./import-job.ts";

/** What a job says of itself in a sentence, in the merchant's language. */

export function duplicateText(first: ImportJob, locale: Locale): string {
  const { fileName, receivedAt, importId } = first;
  if (isFinished(first)) {
    return locale === "zh"
      ? `内容与 ${receivedAt} 上传的“${fileName}”完全相同，未重复导入；回执见导入 ${importId}。`
      : `The content is the same as "${fileName}", uploaded ${receivedAt}; nothing was applied again. Its receipt is that of import ${importId}.`;
  }
  return locale === "zh"
    ? `内容与 ${receivedAt} 上传的“${fileName}”完全相同，该文件正在导入（${importId}），未重复导入。`
    : `The content is the same as "${fileName}", uploaded ${receivedAt} and being imported now (${importId}); it is not applied twice.`;
}

export function rejectedText(failed: number, locale: Locale): string {
  return locale === "zh"
    ? `有 ${failed} 行有误，按“全部拒绝”规则未导入任何行。请修正后重新上传整个文件。`
    : `${failed} rows are wrong, and the policy reject-all asks for all or nothing: nothing was applied. Mend them and upload the whole file again.`;
}

export function cancelledText(notApplied: number, locale: Locale): string {
  return locale === "zh"
    ? `导入已被取消，${notApplied} 行未导入；回执列出了每一行。`
    : `The import was cancelled; ${notApplied} rows were not applied. The receipt says which.`;
}

export function checkedText(locale: Locale): string {
  return locale === "zh"
    ? "这是试运行：只检查，未导入任何行。"
    : "This was a dry run: everything was checked and nothing was applied.";
}
