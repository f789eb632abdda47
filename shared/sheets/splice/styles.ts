import type { Tone } from "../sheet.ts";

/** Cell formats added to a workbook's own: those of the added columns, and its own ones with another ground. */
export type AddedStyles = {
  readonly ofTone: (tone: Tone) => number | null;
  /** The format `style` on the ground that bad cells have; null where the workbook has no formats to build on. */
  readonly onBadGround: (style: number) => number | null;
  /** The part with what was asked for so far. */
  readonly xml: () => string;
};

const grounds: readonly (readonly [Tone, string])[] = [
  ["header", "FFE8EEF7"],
  ["good", "FFE3F4E1"],
  ["warning", "FFFFF3CD"],
  ["bad", "FFF8D7DA"],
];

/** `xml` is the workbook's styles part; what cannot be understood in it is left alone, and then nothing is coloured. */
export function addStyles(xml: string): AddedStyles {
  const prefix = /<(\w+:)?styleSheet[\s>]/.exec(xml)?.[1] ?? "";
  const fills = partOf(xml, `${prefix}fills`);
  const formats = partOf(xml, `${prefix}cellXfs`);
  if (fills === null || formats === null) return { ofTone: () => null, onBadGround: () => null, xml: () => xml };
  const own = formats.body.match(new RegExp(`<${prefix}xf(?:\\s[^>]*)?(?:/>|>[\\s\\S]*?</${prefix}xf>)`, "g")) ?? [];
  const firstFill = (fills.body.match(new RegExp(`<${prefix}fill[\\s/>]`, "g")) ?? []).length;
  const added = grounds.map(
    (_, at) =>
      `<${prefix}xf numFmtId="49" fontId="0" fillId="${firstFill + at}" borderId="0" xfId="0" applyNumberFormat="1" applyFill="1"/>`,
  );
  const known = new Map<number, number>();
  return {
    ofTone: (tone) => {
      const at = grounds.findIndex(([each]) => each === tone);
      return at === -1 ? null : own.length + at;
    },
    onBadGround: (style) => {
      const before = known.get(style);
      if (before !== undefined) return before;
      const format = own[style];
      if (format === undefined) return null;
      added.push(withFill(format, firstFill + grounds.length - 1));
      known.set(style, own.length + added.length - 1);
      return own.length + added.length - 1;
    },
    xml: () => {
      const newFills = grounds.map(
        ([, color]) =>
          `<${prefix}fill><${prefix}patternFill patternType="solid"><${prefix}fgColor rgb="${color}"/></${prefix}patternFill></${prefix}fill>`,
      );
      // The later part first, so that the places of the other still hold.
      const later = fills.to > formats.to ? fills : formats;
      const withLater = appended(xml, later, later === fills ? newFills : added, prefix);
      return appended(withLater, later === fills ? formats : fills, later === fills ? added : newFills, prefix);
    },
  };
}

type Place = { readonly name: string; readonly from: number; readonly to: number; readonly body: string };

/** The part between `<name …>` and `</name>`. */
function partOf(xml: string, name: string): Place | null {
  const open = new RegExp(`<${name}(?:\\s[^>]*)?>`).exec(xml);
  if (open === null || open[0].endsWith("/>")) return null;
  const from = open.index + open[0].length;
  const to = xml.indexOf(`</${name}>`, from);
  return to === -1 ? null : { name, from, to, body: xml.slice(from, to) };
}

function appended(xml: string, { name, from, to }: Place, more: readonly string[], prefix: string): string {
  const openAt = xml.lastIndexOf(`<${name}`, from - 1);
  const child = name === `${prefix}fills` ? "fill" : "xf";
  const count = (xml.slice(from, to).match(new RegExp(`<${prefix}${child}[\\s/>]`, "g")) ?? []).length + more.length;
  const open = xml.slice(openAt, from).replace(/\scount="\d+"/, ` count="${count}"`);
  return `${xml.slice(0, openAt)}${open}${xml.slice(from, to)}${more.join("")}${xml.slice(to)}`;
}

function withFill(format: string, fill: number): string {
  const end = format.search(/\/?>/);
  const bare = format.slice(0, end).replace(/\s(?:fillId|applyFill)="[^"]*"/g, "");
  return `${bare} fillId="${fill}" applyFill="1"${format.slice(end)}`;
}
