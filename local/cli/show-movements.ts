import type { BalanceAnswer } from "./answers.ts";
import { shortTime } from "./show-time.ts";
import { type TextColumn, textTable } from "./text-table.ts";

export type MovementsAnswer = {
  readonly sku: string;
  readonly positions: readonly {
    readonly warehouse: string;
    readonly now: BalanceAnswer & { readonly version: number };
    readonly movements: readonly {
      readonly version: number;
      readonly at: string;
      readonly kind: string;
      readonly quantity: number;
      readonly cause: string;
      readonly lots?: readonly (readonly [lot: string, units: number])[];
      readonly after: BalanceAnswer;
    }[];
  }[];
};

type Position = MovementsAnswer["positions"][number];
type Number = { readonly name: keyof BalanceAnswer; readonly title: string };

const always: readonly Number[] = [
  { name: "onHand", title: "on hand" },
  { name: "allocated", title: "allocated" },
];
/** Left out when nothing was ever there. */
const whenUsed: readonly Number[] = [
  { name: "damaged", title: "damaged" },
  { name: "onHold", title: "on hold" },
];
const incoming: readonly Number[] = [{ name: "incoming", title: "incoming" }];

/** How the numbers of a sku came about, movement by movement. */
export function movementsText({ sku, positions }: MovementsAnswer): string {
  return positions.map((position) => positionText(sku, position)).join("\n\n");
}

function positionText(sku: string, { warehouse, now, movements }: Position): string {
  const parts = [
    `${now.allocated} allocated`,
    now.damaged === 0 ? "" : `${now.damaged} damaged`,
    now.onHold === 0 ? "" : `${now.onHold} on hold`,
    `${now.available} available`,
  ].filter((part) => part !== "");
  const head = `${sku} in ${warehouse}: ${now.onHand} on hand = ${parts.join(" + ")}`;
  if (movements.length === 0) return `${head}\n\nno movements yet`;
  const isUsed = ({ name }: Number): boolean => movements.some(({ after }) => after[name] !== 0) || now[name] !== 0;
  const available: Number = { name: "available", title: "available" };
  const numbers = [...always, ...whenUsed.filter(isUsed), available, ...incoming.filter(isUsed)];
  const hasLots = movements.some(({ lots }) => lots !== undefined);
  const columns: readonly TextColumn[] = [
    { title: "at (UTC)" },
    { title: "movement" },
    { title: "units", align: "right" },
    ...numbers.map(({ title }) => ({ title, align: "right" as const })),
    { title: "because of", shrinks: true },
    ...(hasLots ? [{ title: "lots", wraps: true }] : []),
  ];
  const rows = movements.map(({ at, kind, quantity, cause, after, lots = [] }) => [
    shortTime(at),
    kind.replaceAll("_", " "),
    String(quantity),
    ...numbers.map(({ name }) => String(after[name])),
    cause,
    ...(hasLots ? [lots.map(([lot, units]) => `${units} ${lot === "" ? "of no lot" : lot}`).join(", ")] : []),
  ]);
  const newest = movements.at(-1);
  const late =
    newest !== undefined && newest.version < now.version ? ["", "the newest movements are not listed yet"] : [];
  return [head, "", textTable(columns, rows), ...late].join("\n");
}
