import type { Locale } from "../kernel/locale.ts";
import { LONGEST_TOLD } from "./reasons.ts";

/** Something about a row that was taken all the same: put right, or worth knowing. The code is stable. */
export type RowNote = {
  readonly code: NoteCode;
  /** Our name of the column; null when the whole row is meant. */
  readonly column: string | null;
  readonly found: string;
};

/** `{found}` is what stood in the cell. */
const notes = {
  text_mark: {
    en: 'The marks around {found} (a tab, an apostrophe, ="…") were taken off.',
    zh: '已去除 {found} 外层的标记（制表符、单引号或 ="…"）。',
  },
  full_width: {
    en: "Full-width characters in {found} were read as plain ones.",
    zh: "{found} 中的全角字符已按半角读取。",
  },
  invisible_characters: {
    en: "Invisible characters in {found} were taken off.",
    zh: "已去除 {found} 中的不可见字符。",
  },
  thousands: {
    en: "The commas in {found} were read as thousands separators.",
    zh: "{found} 中的逗号已按千位分隔符读取。",
  },
  currency_sign: {
    en: "The currency sign of {found} was taken off.",
    zh: "已去除 {found} 的货币符号。",
  },
  masked: {
    en: "The platform has masked {found}: a label cannot be printed from it.",
    zh: "平台已对 {found} 脱敏，无法据此打印面单。",
  },
  no_price: {
    en: "The file has no price for this row; its amounts are 0 until a file that has them comes.",
    zh: "文件没有本行的价格，金额暂记为 0，上传含价格的文件后更新。",
  },
  no_sku: {
    en: "The file has no item code for this row; the order waits until one is known.",
    zh: "文件没有本行的商品编码，订单将等待补充编码。",
  },
  amounts_differ: {
    en: "The amounts of this order do not add up to its total; the difference is {found}.",
    zh: "该订单各项金额与总额不符，差额 {found}。",
  },
  sku_made: {
    en: "The file has no item code here; {found} was made of the name and the options. Give the variant this code in the shop, too, or its orders will wait.",
    zh: "文件此处没有商品编码，已用名称和规格生成 {found}。请在店铺中填写相同编码，否则其订单将等待。",
  },
  only_picture: {
    en: "The row only adds a picture to the article above; nothing else of it is kept.",
    zh: "本行仅为上方商品的图片，未保存其他内容。",
  },
  date_order: {
    en: "{found}: the other dates of this column show whether the day or the month stands first.",
    zh: "{found}：日、月顺序由本列其他日期判定。",
  },
  total_row: {
    en: "A total or a comment ({found}), not a row of its own; it was left out.",
    zh: "这是合计或注释行（{found}），已跳过。",
  },
} as const satisfies Readonly<Record<string, Readonly<Record<Locale, string>>>>;

export type NoteCode = keyof typeof notes;

export const noteCodes = Object.keys(notes) as readonly NoteCode[];

export function noteText(note: RowNote, locale: Locale): string {
  return notes[note.code][locale].replace("{found}", note.found.slice(0, LONGEST_TOLD));
}
