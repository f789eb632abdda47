import { openSources } from "./look.ts";
import type { Item, Model } from "./model.ts";
import { packBundles, packingSteps } from "./pack-bundles.ts";
import type { Article, Take } from "./problem.ts";

/** What leaves from the open sites of a model, by article, line and warehouse. */
export function takesOf({ items, unfilled }: Model, articles: readonly Article[]): readonly Take[] {
  return items.flatMap((item) => {
    if (item.bundles === null) return divide(item, articles[item.article]?.lines ?? []);
    const { from } = packBundles(item.bundles, openSources(item), unfilled, packingSteps());
    const takes = item.bundles.flatMap(({ line, units }, index): Take[] => {
      const source = from[index];
      return source ? [{ article: item.article, line, warehouse: source.site.place, units }] : [];
    });
    return takes.sort((a, b) => a.line - b.line);
  });
}

/** The first lines get the units of the first sources. */
function divide(item: Item, lines: readonly number[]): Take[] {
  const takes: Take[] = [];
  const open = openSources(item);
  let at = 0;
  let sent = 0;
  for (let line = 0; line < lines.length; line += 1) {
    let missing = lines[line] ?? 0;
    for (let source = open[at]; source !== undefined && missing > 0; source = open[at]) {
      const units = Math.min(missing, source.units - sent);
      takes.push({ article: item.article, line, warehouse: source.site.place, units });
      missing -= units;
      sent += units;
      if (sent < source.units) continue;
      at += 1;
      sent = 0;
    }
  }
  return takes.length < 2 ? takes : takes.sort((a, b) => a.line - b.line || a.warehouse - b.warehouse);
}
