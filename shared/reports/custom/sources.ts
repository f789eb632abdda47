import type { FactKind } from "../facts/fact.ts";
import type { SealedFacts } from "../facts/sealed-facts.ts";
import type { CustomFields, SourceName } from "./custom-report.ts";
import { movements, shipments, stock } from "./goods-sources.ts";
import { type Group, groupFacts } from "./group-facts.ts";
import { entries, fees, lines, payments } from "./order-sources.ts";
import type { AnySource, Source } from "./source.ts";

type Asked = Pick<CustomFields, "dimensions" | "measures" | "filters">;
type Groups = (asked: Asked, days: AsyncIterable<SealedFacts>) => Promise<readonly Group[]>;

/** What may be asked of each kind of facts, and how it is answered. */
export const sources: Readonly<Record<SourceName, AnySource & { readonly groups: Groups }>> = {
  lines: asked(lines),
  entries: asked(entries),
  payments: asked(payments),
  fees: asked(fees),
  shipments: asked(shipments),
  movements: asked(movements),
  stock: asked(stock),
};

function asked<Kind extends FactKind, Sums>(source: Source<Kind, Sums>): AnySource & { readonly groups: Groups } {
  const { uses, dimensions, measures, periods } = source;
  return { uses, dimensions, measures, periods, groups: (wanted, days) => groupFacts(source, wanted, days) };
}
