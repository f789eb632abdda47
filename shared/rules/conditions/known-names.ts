/** What a merchant has: names in rules are checked against them. An absent list is not checked. */
export type KnownNames = {
  readonly channels?: readonly string[];
  readonly connections?: readonly string[];
  readonly warehouses?: readonly string[];
  readonly carriers?: readonly string[];
  /** Region groups of the rule set itself, by name: "江浙沪" → ["江苏", "浙江", "上海"]. */
  readonly regions?: Readonly<Record<string, readonly string[]>>;
  /** Sku lists of the rule set itself, by name: "battery" → ["BAT-*", "PWR-0?"]. */
  readonly skuLists?: Readonly<Record<string, readonly string[]>>;
};
