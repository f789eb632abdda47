import { deflateRawSync, inflateRawSync } from "node:zlib";
import type { RoutingNote } from "./order.ts";

/**
 * What notes have in common, the most usual last. Notes that are stored can only be read with the very text they were
 * written with: it never changes. Another one would need a mark in front of the notes that use it.
 */
const dictionary = Buffer.from(
  [
    '"carriers":[{"code":"","name":"","isActive":true,"volumetricDivisor":null,"tariffs":[{"zone":["*"],"from":[],"rate":',
    '{"kind":"brackets","rows":[{"upToGrams":1000,"minor":{"kind":"first_and_steps","firstGrams":1000,"firstMinor":',
    ',"stepGrams":1000,"stepMinor":},"days":3,"maxGrams":null}]}],"leftAside":["gap":{"term":"cost","atMost":',
    '"parcels":[{"warehouse":"","carrier":"","costMinor":,"days":1},"kind":"store","hours":{"zone":"Asia/Shanghai",',
    '"cutoffMinutes":960,"workingDays":[1,2,3,4,5,6,7],"holidays":[]},"dailyCapacity":,"handlingMinor":,"position":{"latitude":',
    ',"longitude":"used":[,"day":[","verdict":"short","because":"lacks  free above the safety stock of ; with it ; without it ',
    "No single warehouse has everything:  comes closest and lacks ; all  units leave in  parcels from , the fewest possible.",
    " and  more skusWaits for ; the rest waits for : no warehouse that may serve this order has enough for the line",
    '"verdict":"excluded","because":"it serves  and the order goes to "excluded by rule “"priority ","rules":{"plain":{"version":1,',
    '"rules":[{"id":"","name":"","when":{},"exclude":["prefer":["split":"by_quantity","backorder":"partial"}}',
    '"split":"by_line","backorder":"whole_order"}}}}"rules":{"version":,"spoke":[0,1,2]}"shipments":2,"preference":1,"cost":',
    '"because":"others come first and send everything; preferred by rule “”"},{"warehouse":"","verdict":"not_needed",',
    '"because":"others come first and send everything; priority 2"}],"because":"All  units leave from : priority 1.",',
    '"terms":{"shipments":1},"snapshot":{"v":1,"at":"2026-11-2","to":["CN","广东省"],"lines":[["上海市",[],1,1],["',
    '","CN",["CN"],1,1]],"stocks":[["",0,1],["{"decidedAt":"2026-1-T:.000Z","rulesVersion":1,"plan":[{"warehouse":"","sku":"',
    '","quantity":1}],"considered":[{"warehouse":"","verdict":"chosen","because":"sends 1 × ; preferred by rule “”"},',
  ].join(""),
);

/** A decision is measured, written with its order and often planned with again: it is compressed once. */
const packed = new WeakMap<RoutingNote, Uint8Array>();

/**
 * A routing note as its order keeps it: compressed, since with what it was decided on it is sentences and names, and every
 * kilobyte of an order is paid for twice in each of its writes. Notes and their packed form are never changed.
 */
export function packNote(note: RoutingNote): Uint8Array {
  const known = packed.get(note);
  if (known !== undefined) return known;
  const bytes = deflateRawSync(JSON.stringify(note), { level: 6, windowBits: 13, memLevel: 6, dictionary });
  const own = new Uint8Array(bytes);
  packed.set(note, own);
  return own;
}

/** Throws on bytes that are no packed note: only our own code writes them. */
export function unpackNote(bytes: Uint8Array): RoutingNote {
  const note = JSON.parse(inflateRawSync(bytes, { windowBits: 13, dictionary }).toString("utf8")) as RoutingNote;
  packed.set(note, bytes);
  return note;
}
