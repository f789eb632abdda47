/** What the article itself is, beyond its name: for parcels, customs, carriers' rules and those who look for it. */
export type GoodsTerms = {
  /** Colour, size …; a value whose file names no property has an empty name. */
  readonly options: readonly { readonly name: string; readonly value: string }[];
  /** As the merchant sorts its articles, the broadest first: `Tea > Green`. */
  readonly category: string | null;
  /** Of one unit as it is shipped; null when nobody weighed it. */
  readonly weightGrams: number | null;
  readonly sizeMm: { readonly length: number; readonly width: number; readonly height: number } | null;
  /** What carriers must know before they take it; null: nothing. */
  readonly hazard: Hazard | null;
};

export const hazards = ["battery", "flammable", "aerosol", "corrosive", "magnet", "liquid", "powder", "other"] as const;

export type Hazard = (typeof hazards)[number];

export const noGoods: GoodsTerms = { options: [], category: null, weightGrams: null, sizeMm: null, hazard: null };

/** As files say it. */
export const hazardWords: Readonly<Record<string, Hazard | "none">> = {
  none: "none",
  no: "none",
  无: "none",
  否: "none",
  battery: "battery",
  lithium: "battery",
  电池: "battery",
  带电: "battery",
  flammable: "flammable",
  易燃: "flammable",
  aerosol: "aerosol",
  喷雾: "aerosol",
  corrosive: "corrosive",
  腐蚀品: "corrosive",
  magnet: "magnet",
  磁性: "magnet",
  liquid: "liquid",
  液体: "liquid",
  powder: "powder",
  粉末: "powder",
  other: "other",
  其他: "other",
};
