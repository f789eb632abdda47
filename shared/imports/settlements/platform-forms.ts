import type { LineKind } from "../../reconciliation/settlement.ts";
import type { RowReader } from "../row-reader.ts";
import { type RowAmount, readSigned, textOf } from "./settlement-row.ts";

export type SettlementForm = "amazon" | "shopify" | "douyin" | "alipay";

/** What the amounts of a platform's row are; an empty list for a row that only says what was paid out. */
export type ReadAmounts = (reader: RowReader, currency: string) => readonly RowAmount[];

type Part = Partial<RowAmount> & Pick<RowAmount, "kind" | "amountMinor">;

function amount({ kind, amountMinor, ...over }: Part): RowAmount {
  return { kind, amountMinor, feeKind: "", basis: kind === "refund" ? "refund" : "sale", text: "", ...over };
}

function required(reader: RowReader, name: string, currency: string): number {
  return reader.required(name, (cell) => readSigned(cell, currency)) ?? 0;
}

function optional(reader: RowReader, name: string, currency: string): number {
  return reader.optional(name, (cell) => readSigned(cell, currency)) ?? 0;
}

const amazon: ReadAmounts = (reader, currency) => {
  const [transaction, type, text] = ["transaction", "kind", "text"].map((name) => textOf(reader, name));
  if (transaction === "" && type === "") return [];
  const amountMinor = required(reader, "amount", currency);
  const isRefund = /refund|chargeback|a-to-z/i.test(transaction ?? "");
  const basis = isRefund ? "refund" : "sale";
  const said = { amountMinor, text: text ?? "", basis } as const;
  const isOfOrder = /^order$/i.test(transaction ?? "") || isRefund;
  if (isOfOrder && /fee/i.test(type ?? "")) return [amount({ ...said, kind: "fee", feeKind: text ?? "" })];
  if (isRefund) return [amount({ ...said, kind: "refund" })];
  if (isOfOrder) return [amount({ ...said, kind: kindOfOrderPart(type ?? "", text ?? "") })];
  if (/reserve/i.test(text ?? "")) return [amount({ ...said, kind: "reserve" })];
  if (/^transfer|payable|debt|convertedtotal/i.test(`${type} ${text}`)) return [amount({ ...said, kind: "reserve" })];
  const feeKind = text === "" ? (type ?? "") : (text ?? "");
  const isGivenBack = /reimburs|adjust|compensat/i.test(`${type} ${text}`);
  return [amount({ ...said, kind: isGivenBack ? "adjustment" : "fee", feeKind })];
};

function kindOfOrderPart(type: string, text: string): LineKind {
  if (/promotion/i.test(type)) return "promotion";
  if (/tax/i.test(text) || /tax/i.test(type)) return "tax";
  return /shipping|gift ?wrap/i.test(text) ? "shipping" : "sale";
}

const shopifyKinds: readonly (readonly [RegExp, LineKind])[] = [
  [/^charge$/i, "sale"],
  [/^refund$/i, "refund"],
  [/^payout/i, "transfer"],
  [/reserve/i, "reserve"],
  [/chargeback|dispute/i, "refund"],
];

/** Amount and fee stand side by side; a charge's fee lessens what is paid. */
const shopify: ReadAmounts = (reader, currency) => {
  const type = textOf(reader, "kind");
  const kind = shopifyKinds.find(([pattern]) => pattern.test(type))?.[1] ?? "adjustment";
  const amountMinor = required(reader, "amount", currency);
  const fee = optional(reader, "fee", currency);
  const basis = kind === "refund" ? "refund" : "sale";
  return [
    amount({ kind, amountMinor, text: type, feeKind: kind === "adjustment" ? type : "" }),
    ...(fee === 0
      ? []
      : [amount({ kind: "fee", feeKind: "processing", basis, amountMinor: -fee, text: `${type} fee` })]),
  ];
};

const douyinParts: readonly (readonly [string, LineKind, string])[] = [
  ["part_sale", "sale", ""],
  ["part_shipping", "shipping", ""],
  ["part_subsidy", "promotion", ""],
  ["part_refund", "refund", ""],
  ["part_service", "fee", "平台服务费"],
  ["part_commission", "fee", "佣金"],
  ["part_recruiting", "fee", "招商服务费"],
  ["part_promotion", "fee", "站外推广费"],
];

/** The parts of a movement, where they add up to it; else the movement itself. */
const douyin: ReadAmounts = (reader, currency) => {
  const [direction, scene, charged] = ["direction", "kind", "fee_kind"].map((name) => textOf(reader, name));
  const size = Math.abs(required(reader, "amount", currency));
  const amountMinor = /出|支/.test(direction ?? "") && size !== 0 ? -size : size;
  const text = scene ?? "";
  const parts = douyinParts.flatMap(([name, kind, feeKind]) => {
    const found = optional(reader, name, currency);
    const isTaken = kind === "fee" || kind === "refund";
    return found === 0 ? [] : [amount({ kind, feeKind, text, amountMinor: isTaken ? -Math.abs(found) : found })];
  });
  const isWhole = parts.reduce((sum, part) => sum + part.amountMinor, 0) === amountMinor;
  if (parts.length > 0 && isWhole) return parts;
  const kind = chineseKind(`${text} ${charged}`, amountMinor);
  const feeKind = kind === "fee" || kind === "adjustment" ? (charged === "" ? text : (charged ?? "")) : "";
  return [amount({ kind, feeKind, text, amountMinor })];
};

const alipay: ReadAmounts = (reader, currency) => {
  const [type, note] = [textOf(reader, "kind"), textOf(reader, "text")];
  const income = Math.abs(optional(reader, "income", currency));
  const expense = Math.abs(optional(reader, "expense", currency));
  const amountMinor = income - expense;
  const kind = chineseKind(`${type} ${note}`, amountMinor);
  const label = /^[\p{L}]{2,20}/u.exec(note)?.[0] ?? "";
  const feeKind = kind === "fee" || kind === "adjustment" ? (label === "" ? type : label) : "";
  return [amount({ kind, feeKind, text: note === "" ? type : note, amountMinor })];
};

/** By the words of a Chinese bill; what comes in and says nothing else is a sale. */
function chineseKind(words: string, amountMinor: number): LineKind {
  if (/提现|转出到银行|银行卡/.test(words)) return "transfer";
  if (/冻结|解冻|预留|保证金/.test(words)) return "reserve";
  if (/服务费|佣金|手续费|收费|扣费|运费险|推广|技术/.test(words)) return "fee";
  if (/退款|售后/.test(words)) return "refund";
  if (/调整|赔付|补偿|转账/.test(words)) return "adjustment";
  return amountMinor < 0 ? "adjustment" : "sale";
}

export const platformForms: Readonly<Record<SettlementForm, ReadAmounts>> = { amazon, shopify, douyin, alipay };

const kindWords: readonly (readonly [RegExp, LineKind])[] = [
  [/^(?:sale|order|charge|payment|销售|货款|收入|订单收入|交易)$/i, "sale"],
  [/^(?:refund|退款|退货退款)$/i, "refund"],
  [/^(?:fee|commission|费用|服务费|佣金|手续费)$/i, "fee"],
  [/^(?:shipping|freight|运费)$/i, "shipping"],
  [/^(?:tax|税|税费|税款)$/i, "tax"],
  [/^(?:promotion|discount|coupon|优惠|折扣|促销)$/i, "promotion"],
  [/^(?:adjustment|reimbursement|调整|赔付|补偿)$/i, "adjustment"],
  [/^(?:reserve|hold|预留|冻结)$/i, "reserve"],
  [/^(?:transfer|payout|withdrawal|提现|转出|打款)$/i, "transfer"],
];

/** Our own columns: the kind in words, in English or Chinese. */
export const generic: ReadAmounts = (reader, currency) => {
  const word = textOf(reader, "kind");
  const kind = kindWords.find(([pattern]) => pattern.test(word))?.[1];
  if (word === "") reader.refuse("required", "kind", "");
  else if (kind === undefined) reader.refuse("unknown_choice", "kind", word);
  const amountMinor = required(reader, "amount", currency);
  const [charged, text] = [textOf(reader, "fee_kind"), textOf(reader, "text")];
  const isCharged = kind === "fee" || kind === "adjustment";
  const feeKind = isCharged ? (charged === "" ? word : charged) : "";
  return [amount({ kind: kind ?? "adjustment", feeKind, amountMinor, text: text === "" ? charged : text })];
};
