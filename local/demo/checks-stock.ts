import { miscounted, sellingOut, shortSku } from "./articles.ts";
import { type Check, noneOf } from "./check.ts";
import type { Day } from "./day.ts";
import type { DayRecord } from "./day-record.ts";

export function stockChecks({ day, back, told }: DayRecord): readonly Check[] {
  const allocated = new Map<string, number>();
  for (const { sku, warehouse, quantity } of back.orders.flatMap((order) => order.allocations)) {
    const key = `${sku} ${warehouse}`;
    allocated.set(key, (allocated.get(key) ?? 0) + quantity);
  }
  const places = back.stock.map((position) => ({ ...position, name: `${position.sku} ${position.warehouse}` }));
  const unknown = [...allocated.keys()].filter((key) => !places.some((position) => position.name === key));
  return [
    noneOf(
      "on hand = allocated + available, everywhere",
      places.filter((each) => each.onHand !== each.allocated + each.available).map((each) => each.name),
      `${places.length} positions`,
    ),
    noneOf(
      "stock promises exactly what the orders were promised",
      [
        ...places
          .filter((each) => each.allocated !== (allocated.get(each.name) ?? 0))
          .map((each) => `${each.name}: ${each.allocated} against ${allocated.get(each.name) ?? 0}`),
        ...unknown,
      ],
      `${places.reduce((sum, each) => sum + each.allocated, 0)} units`,
    ),
    noneOf(
      "nothing is promised that is not there",
      places.filter((each) => each.available < 0).map((each) => `${each.name}: ${each.available}`),
      "no position below zero",
    ),
    takenCheck(day, back.stock),
    alertCheck(back.openAlerts, told),
    noneOf(
      "an alert ends when stock arrives",
      back.resolvedAlerts.some((alert) => alert.sku === shortSku) ? [] : [`${shortSku} has no resolved alert`],
      back.resolvedAlerts.map((alert) => `${alert.sku} ${alert.warehouse}`).join(", "),
    ),
  ];
}

/** Nothing else may touch the stock: opening count less what was promised or shipped is what is left. */
function takenCheck(day: Day, stock: DayRecord["back"]["stock"]): Check {
  const kept = new Map(day.needs.map((need) => [`${need.sku} ${need.warehouse}`, need.kept]));
  const isRecounted = ({ sku, warehouse }: { sku: string; warehouse: string }): boolean =>
    sku === shortSku || (sku === miscounted.sku && warehouse === miscounted.warehouse);
  const left = stock.filter((each) => !isRecounted(each));
  const wrong = left.flatMap(({ sku, warehouse, available }) => {
    const name = `${sku} ${warehouse}`;
    const expected = (day.openingCounts.get(name) ?? 0) - (kept.get(name) ?? 0);
    return available === expected ? [] : [`${name}: ${available} left, expected ${expected}`];
  });
  const units = [...kept.values()].reduce((sum, each) => sum + each, 0);
  return noneOf(
    "the day's orders took exactly their units from the shelves",
    wrong,
    `${units} units, ${left.length} positions`,
  );
}

/** The two that are low now and the one that was: each told once, however often its stock moved. */
function alertCheck(open: DayRecord["back"]["openAlerts"], told: DayRecord["told"]): Check {
  const wanted = [sellingOut, miscounted].map(({ sku, warehouse }) => `${sku} ${warehouse}`);
  const isOpen = open.map(({ sku, warehouse }) => `${sku} ${warehouse}`);
  const events = new Map(told.map((each) => [each.eventId, `${each.sku} ${each.warehouse}`]));
  const names = [...events.values()];
  const complaints = [
    ...[...wanted, `${shortSku} SHA`]
      .filter((name) => names.filter((each) => each === name).length !== 1)
      .map((name) => `${name} was told ${names.filter((each) => each === name).length} times`),
    ...wanted.filter((name) => !isOpen.includes(name)).map((name) => `${name} is low and has no open alert`),
    ...isOpen.filter((name) => !wanted.includes(name)).map((name) => `${name} has an alert and should have none`),
  ];
  return noneOf("low stock is told exactly once for each article and warehouse", complaints, names.join(", "));
}
