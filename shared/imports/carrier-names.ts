/** A carrier as files name it, in the hub's own words. */
export type NamedCarrier = { readonly code: string; readonly name: string };

/** How exports and people write carriers; the hub's code stands first. Compared without case, blanks and points. */
const names: readonly (readonly [string, readonly string[]])[] = [
  ["SF", ["顺丰", "顺丰速运", "顺丰快递", "SF Express"]],
  ["YTO", ["圆通", "圆通速递", "圆通快递", "YTO Express"]],
  ["ZTO", ["中通", "中通快递", "中通速递", "ZTO Express"]],
  ["STO", ["申通", "申通快递", "STO Express"]],
  ["YUNDA", ["韵达", "韵达快递", "韵达速递", "Yunda Express"]],
  ["JT", ["极兔", "极兔速递", "极兔快递", "J&T Express"]],
  ["JD", ["京东", "京东物流", "京东快递", "JD Logistics"]],
  ["EMS", ["邮政EMS", "中国邮政EMS", "邮政快递包裹", "邮政"]],
  ["DEPPON", ["德邦", "德邦快递", "德邦物流", "Deppon Express"]],
  ["DHL", ["DHL Express"]],
  ["FEDEX", ["FedEx", "联邦快递"]],
  ["ROYALMAIL", ["Royal Mail"]],
  ["AUPOST", ["Australia Post"]],
];

function keyOf(text: string): string {
  return text
    .normalize("NFKC")
    .toUpperCase()
    .replace(/[\s.\-_()（）]+/g, "");
}

const codes = new Map(names.flatMap(([code, written]) => [code, ...written].map((name) => [keyOf(name), code])));

/** An unknown carrier keeps its own word as its code; which word a channel takes for it is the merchant's to map. */
export function namedCarrier(text: string): NamedCarrier {
  return { code: codes.get(keyOf(text)) ?? text.toUpperCase(), name: text };
}
