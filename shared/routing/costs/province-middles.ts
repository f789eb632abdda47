import { provinceOf } from "../../rules/regions/chinese-provinces.ts";
import type { Destination } from "../../rules/regions/region-groups.ts";
import type { Position, Warehouse } from "../warehouse.ts";

/** Capitals of the provinces, in degrees: near enough to tell a near warehouse from a far one. */
const capitals: Readonly<Record<string, readonly [number, number]>> = {
  BJ: [39.9, 116.4],
  TJ: [39.1, 117.2],
  HE: [38.0, 114.5],
  SX: [37.9, 112.5],
  NM: [40.8, 111.7],
  LN: [41.8, 123.4],
  JL: [43.9, 125.3],
  HL: [45.8, 126.5],
  SH: [31.2, 121.5],
  JS: [32.1, 118.8],
  ZJ: [30.3, 120.2],
  AH: [31.8, 117.2],
  FJ: [26.1, 119.3],
  JX: [28.7, 115.9],
  SD: [36.7, 117.0],
  HA: [34.7, 113.6],
  HB: [30.6, 114.3],
  HN: [28.2, 112.9],
  GD: [23.1, 113.3],
  GX: [22.8, 108.4],
  HI: [20.0, 110.3],
  CQ: [29.6, 106.6],
  SC: [30.6, 104.1],
  GZ: [26.6, 106.7],
  YN: [25.0, 102.7],
  XZ: [29.7, 91.1],
  SN: [34.3, 108.9],
  GS: [36.1, 103.8],
  QH: [36.6, 101.8],
  NX: [38.5, 106.3],
  XJ: [43.8, 87.6],
  TW: [25.0, 121.5],
  HK: [22.3, 114.2],
  MO: [22.2, 113.5],
};

const earthRadiusKm = 6_371;

/** From warehouses to a destination in whole kilometres as the crow flies; null when either place is not known. */
export function distancesTo(to: Destination): (warehouse: Warehouse) => number | null {
  const there = middleOf(to);
  return (warehouse) => {
    const from = there === null ? null : (warehouse.position ?? middleOf(warehouse));
    return from === null || there === null ? null : kmBetween(from, there);
  };
}

export function kmBetween(a: Position, b: Position): number {
  const radians = (degrees: number): number => (degrees * Math.PI) / 180;
  const [lat, lon] = [radians(b.latitude - a.latitude), radians(b.longitude - a.longitude)];
  const along = Math.cos(radians(a.latitude)) * Math.cos(radians(b.latitude));
  const half = Math.sin(lat / 2) ** 2 + along * Math.sin(lon / 2) ** 2;
  return Math.round(2 * earthRadiusKm * Math.asin(Math.min(1, Math.sqrt(half))));
}

function middleOf({ country, region, regionName }: Destination): Position | null {
  const isChina = ["CN", "HK", "MO", "TW"].includes(country);
  const province = country === "CN" ? (provinceOf(region) ?? provinceOf(regionName)) : provinceOf(country);
  const capital = isChina && province !== null ? capitals[province.code] : undefined;
  return capital === undefined ? null : { latitude: capital[0], longitude: capital[1] };
}
