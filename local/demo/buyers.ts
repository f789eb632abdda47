import type { Dice } from "./dice.ts";
import type { Place } from "./places.ts";

/** Whom an order is for. People, streets and numbers are invented; phone numbers are of ranges nobody has. */
export type Buyer = {
  readonly first: string;
  readonly last: string;
  readonly phone: string;
  readonly email: string;
  readonly street: string;
  readonly place: Place;
};

type Names = { readonly first: readonly string[]; readonly last: readonly string[]; phone(dice: Dice): string };

const chineseNames: Names = {
  last: ["林", "沈", "周", "吴", "郑", "冯", "蒋", "韩", "唐", "许", "叶", "苏"],
  first: ["晓溪", "雨桐", "子墨", "思远", "佳宁", "明轩", "若曦", "浩然", "静怡", "书瑶", "一帆", "安琪"],
  phone: (dice) => `1390000${String(dice.between(0, 9999)).padStart(4, "0")}`,
};

const englishNames: Names = {
  last: ["Whitfield", "Okafor", "Lindqvist", "Marsh", "Delgado", "Novak", "Brennan", "Hale"],
  first: ["Nora", "Caleb", "Imani", "Felix", "Greta", "Owen", "Tess", "Jonah"],
  phone: (dice) => `+1 555 01${String(dice.between(0, 99)).padStart(2, "0")}`,
};

const japaneseNames: Names = {
  last: ["山田", "森本", "藤井", "小川", "西村"],
  first: ["陽菜", "健太", "美咲", "翔", "結衣"],
  phone: (dice) => `080-0000-${String(dice.between(0, 9999)).padStart(4, "0")}`,
};

export function makeBuyer(dice: Dice, place: Place, number: number): Buyer {
  const names = place.country === "CN" ? chineseNames : place.country === "JP" ? japaneseNames : englishNames;
  const house = dice.between(1, 188);
  const street = dice.pick(place.streets);
  return {
    first: dice.pick(names.first),
    last: dice.pick(names.last),
    phone: names.phone(dice),
    email: `buyer${number}@example.com`,
    street:
      place.country === "CN"
        ? `${street} ${house} 号`
        : place.country === "JP"
          ? `${street} ${house}-1`
          : `${house} ${street}`,
    place,
  };
}
