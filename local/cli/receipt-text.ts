import { decimalFromMinor } from "../../shared/kernel/money.ts";
import type { Receipt, ReceiptWarehouse } from "../../shared/routing/receipt/receipt.ts";
import { kindIn, type Language, type WordName, type Words, wordsOf } from "./receipt-words.ts";
import { shortTime } from "./show-time.ts";
import { factLines, PAGE_WIDTH, textTable } from "./text-table.ts";
import { wrap } from "./text-width.ts";

/** One routing decision for a person: what it was made on, what each warehouse means for it, and why this plan. */
export function receiptText(receipt: Receipt, language: Language, currency: string | null): string {
  const words = wordsOf(language);
  const money = (minor: number): string => (currency === null ? String(minor) : decimalFromMinor(minor, currency));
  const { rulesVersion, plan } = receipt;
  const by = rulesVersion === 0 ? words.noRules : `${words.ruleSet} ${rulesVersion}`;
  return [
    `${words.decided} ${shortTime(receipt.decidedAt)} UTC · ${by}`,
    // Sentences are made in English, where the decision is made; in Chinese the tables say the same.
    language === "en" ? wrap(plan.because, PAGE_WIDTH).join("\n") : "",
    titled(words.rules, rulesTable(receipt, words, language)),
    titled(words.warehouses, warehousesTable(receipt, words, language, money)),
    titled(words.parcels, parcelsTable(receipt, words, money)),
    titled(words.summary, summary(receipt, words, money)),
    titled(words.stock, stockTable(receipt, words)),
  ]
    .filter((part) => part !== "")
    .join("\n\n");
}

function titled(title: string, body: string): string {
  return body === "" ? "" : `${title}\n${body}`;
}

function rulesTable({ rules }: Receipt, words: Words, language: Language): string {
  if (rules.length === 0) return "";
  return textTable(
    [{ title: words.rule, shrinks: true }, { title: words.says }, { title: words.strength }, { title: words.outcome }],
    rules.map(({ rule, kind, isSoft, isKept }) => [
      rule,
      kindIn(language, kind),
      isSoft ? words.soft : words.hard,
      isKept ? words.kept : words.leftAside,
    ]),
  );
}

type Money = (minor: number) => string;

function warehousesTable({ warehouses, lines }: Receipt, words: Words, language: Language, money: Money): string {
  const units = lines.reduce((sum, { quantity }) => sum + quantity, 0);
  return textTable(
    [
      { title: words.warehouse },
      { title: words.verdict },
      { title: words.has, align: "right" },
      { title: words.days, align: "right" },
      { title: words.km, align: "right" },
      { title: words.allFromHere, align: "right" },
      { title: words.compared, wraps: true },
      { title: words.checks, wraps: true },
    ],
    warehouses.map((each) => [
      each.warehouse,
      words[each.verdict],
      `${each.units}/${units}`,
      numberOr(each.days ?? each.waits),
      numberOr(each.km),
      each.alone === null ? "-" : [each.alone.carrier ?? "", money(each.alone.costMinor)].join(" ").trim(),
      otherwiseText(each, words, money),
      checksText(each, words, language),
    ]),
  );
}

function otherwiseText({ otherwise }: ReceiptWarehouse, words: Words, money: Money): string {
  if (otherwise === null) return "";
  const { kind, differs, tally, warehouses } = otherwise;
  const what = differs === null ? words.same : amount(differs.term, differs.more, words, money, "+");
  const cost = tally.cost === 0 ? "" : `, ${words.cost} ${money(tally.cost)}`;
  const from = warehouses.length === 0 ? "" : ` (${warehouses.join(" ")})`;
  return `${words[kind]}: ${what}${cost}${from}`;
}

function checksText({ checks, verdict, because }: ReceiptWarehouse, words: Words, language: Language): string {
  const told = checks.map(({ rule, kind, passes }) => {
    return `${passes ? words.passes : words.fails} “${rule}” (${kindIn(language, kind)})`;
  });
  const isUntold = verdict === "excluded" && checks.every(({ passes }) => passes);
  return [...(isUntold ? [because] : []), ...told].join("; ");
}

function parcelsTable({ plan }: Receipt, words: Words, money: Money): string {
  const goods = plan.plan.map(({ warehouse, sku, quantity }) => [warehouse, `${quantity} × ${sku}`] as const);
  if (goods.length === 0) return "";
  const codes = [...new Set(goods.map(([warehouse]) => warehouse))];
  return textTable(
    [
      { title: words.warehouse },
      { title: words.sku, wraps: true },
      { title: words.carrier },
      { title: words.grams, align: "right" },
      { title: words.worth, align: "right" },
      { title: words.cost, align: "right" },
      { title: words.days, align: "right" },
    ],
    codes.map((code) => {
      const parcel = plan.parcels.find((each) => each.warehouse === code);
      const sent = goods.filter(([warehouse]) => warehouse === code).map(([, text]) => text);
      return [
        code,
        sent.join(", "),
        parcel?.carrier ?? "-",
        numberOr(parcel?.grams ?? null),
        parcel === undefined ? "-" : money(parcel.valueMinor),
        parcel === undefined ? "-" : money(parcel.costMinor),
        numberOr(parcel?.days ?? null),
      ];
    }),
  );
}

function summary({ plan, comparedBy, bestAlone, tiedWith }: Receipt, words: Words, money: Money): string {
  const tallyText = (tally: Readonly<Record<string, number>>): string =>
    ["unfilled", ...comparedBy]
      .filter((term) => (tally[term] ?? 0) > 0)
      .map((term) => amount(term, tally[term] ?? 0, words, money, ""))
      .join(", ");
  const { gap } = plan;
  const waits = plan.short.map(({ sku, quantity }) => `${quantity} × ${sku}`).join(", ");
  return factLines([
    [words.comparedBy, ["unfilled", ...comparedBy].map((term) => termWord(term, words)).join(" › ")],
    [words.plan, tallyText(plan.tally)],
    [words.alone, bestAlone === null ? words.noOther : `${bestAlone.warehouse}: ${tallyText(bestAlone.tally)}`],
    [words.tie, tiedWith.join(", ")],
    [words.waitsFor, waits],
    [
      words.proof,
      gap === undefined ? words.proven : `${words.notProven} ${amount(gap.term, gap.atMost, words, money, "")}`,
    ],
  ]);
}

function stockTable({ stock }: Receipt, words: Words): string {
  if (stock.length === 0) return "";
  const figure = (title: string) => ({ title, align: "right" as const });
  return textTable(
    [
      { title: words.sku, shrinks: true },
      { title: words.warehouse },
      figure(words.available),
      figure(words.heldBack),
      figure(words.free),
      figure(words.position),
    ],
    stock.map((each) => [
      each.sku,
      each.warehouse,
      ...[each.available, each.heldBack, each.free, each.version].map((number) => String(number)),
    ]),
  );
}

function amount(term: string, many: number, words: Words, money: Money, sign: string): string {
  if (term === "cost") return `${words.cost} ${sign}${money(many)}`;
  return `${sign}${many} ${termWord(term, words)}`;
}

function termWord(term: string, words: Words): string {
  return term in words ? words[term as WordName] : term;
}

function numberOr(value: number | null): string {
  return value === null ? "-" : String(value);
}
