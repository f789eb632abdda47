import { entryOf, repeatedLines, type Verdict } from "./entries.ts";
import { chargeKey, type Entry, type SettledOrder, sumMinor } from "./settlement.ts";
import { type FeeGroup, feeGroups, feeOf, type UsualRate, type UsualRates, usualRateOf } from "./usual-rates.ts";

/** Holds each fee of an order against what the shop is usually charged. */
export function matchFees(order: SettledOrder, rates: UsualRates): readonly Entry[] {
  return feeGroups(order).flatMap((group) => matchGroup(order, group, usualRateOf(rates, group)));
}

function matchGroup(order: SettledOrder, group: FeeGroup, rate: UsualRate | null): readonly Entry[] {
  const { lines } = group;
  const before = new Set(order.elsewhere.charges);
  const isApart = !order.lines.some(({ kind }) => kind === "sale" || kind === "refund");
  // A second parcel brings its own part of the sale; a charge that comes alone and was there before is the same again.
  const again = isApart ? lines.filter((line) => before.has(chargeKey(line))) : [];
  const others = lines.filter((line) => !again.includes(line));
  const repeated = repeatedLines(others, chargeKey);
  const twice = repeatedBeyond(group, others, repeated, rate);
  const single = others.filter((line) => !twice.includes(line));
  const usual = rate === null || group.baseMinor === 0 ? null : feeOf(group.baseMinor, rate);
  const total = sumMinor(single);
  const isUsual = usual !== null && Math.abs(total - usual) <= single.length;
  return lines.map((line) => {
    if (again.includes(line))
      return entryOf(line, order, {
        class: "duplicate_charge",
        confidence: 85,
        why: "charged_before",
        expectedMinor: 0,
      });
    if (twice.includes(line)) {
      const confidence = usual === null ? 60 : 90;
      return entryOf(line, order, { class: "duplicate_charge", confidence, why: "charged_twice", expectedMinor: 0 });
    }
    if (usual === null) return entryOf(line, order, { class: "matched", confidence: 60, why: "rate_unknown" });
    if (isUsual) return entryOf(line, order, { class: "matched", confidence: 95, why: "usual_rate" });
    const changed: Verdict = { class: "fee_change", confidence: 85, why: "not_usual_rate", found: rateText(rate) };
    // What the total differs stands on the first line; the others are taken as told.
    const isFirst = line === single[0];
    return entryOf(line, order, isFirst ? { ...changed, expectedMinor: line.amountMinor - (total - usual) } : changed);
  });
}

/** Repeated lines, where the fee is usual without them; unknown rates leave only what is the same to the second. */
function repeatedBeyond(
  { baseMinor }: FeeGroup,
  lines: FeeGroup["lines"],
  repeated: FeeGroup["lines"],
  rate: UsualRate | null,
): FeeGroup["lines"] {
  if (repeated.length === 0) return [];
  if (rate === null || baseMinor === 0)
    return repeatedLines(lines, (line) => `${chargeKey(line)}|${line.at}|${line.text}`);
  const usual = feeOf(baseMinor, rate);
  const rest = lines.length - repeated.length;
  return Math.abs(sumMinor(lines) - sumMinor(repeated) - usual) <= rest ? repeated : [];
}

/** `-15%`, `-2.9% -30` */
function rateText(rate: UsualRate | null): string {
  if (rate === null) return "";
  const share = rate.basisPoints === 0 ? [] : [`${rate.basisPoints / 100}%`];
  return [...share, ...(rate.fixedMinor === 0 ? [] : [String(rate.fixedMinor)])].join(" ");
}
