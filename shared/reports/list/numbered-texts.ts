export type NumberedTexts = {
  readonly numberOf: (text: string) => number;
  /** "" of what has no number. */
  readonly textOf: (number: number | undefined) => string;
};

/** Texts by number, from 0 in the order of their first use: what comes again and again is kept once. */
export function makeNumberedTexts(): NumberedTexts {
  const texts: string[] = [];
  const numbers = new Map<string, number>();
  return {
    numberOf: (text) => {
      const known = numbers.get(text);
      if (known !== undefined) return known;
      numbers.set(text, texts.length);
      texts.push(text);
      return texts.length - 1;
    },
    textOf: (number) => texts[number ?? -1] ?? "",
  };
}
