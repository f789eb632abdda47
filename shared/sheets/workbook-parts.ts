import type { ColumnKind, Tone } from "./sheet.ts";

/** 0 → A, 25 → Z, 26 → AA. */
export function columnLetters(index: number): string {
  let letters = "";
  for (let rest = index + 1; rest > 0; rest = Math.floor((rest - 1) / 26)) {
    letters = String.fromCharCode(65 + ((rest - 1) % 26)) + letters;
  }
  return letters;
}

const ESCAPES: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };

/** Escapes markup and drops the control characters that XML 1.0 cannot carry. */
export function escapeXml(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are the very characters to be removed
  const clean = text.replace(/[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]/g, "");
  return clean.replace(/[&<>"]/g, (character) => ESCAPES[character] ?? character);
}

const tones: readonly Tone[] = ["plain", "header", "good", "warning", "bad"];

/** Number formats by the digits after the point; money of every ISO 4217 exponent shows all its digits. */
const formats = ["@", "0", "#,##0", "#,##0.0", "#,##0.00", "#,##0.000", "#,##0.0000"] as const;
const FIRST_CUSTOM_FORMAT = 164;

/** The index of a cell format in `stylesXml`: one for each tone and number format. */
export function styleOf(tone: Tone, kind: ColumnKind, digits: number): number {
  const format = kind === "integer" ? 1 : kind === "decimal" ? 2 + Math.min(digits, 4) : 0;
  return tones.indexOf(tone) * formats.length + format;
}

export function stylesXml(): string {
  const numberFormats = formats.map(
    (code, at) => `<numFmt numFmtId="${FIRST_CUSTOM_FORMAT + at}" formatCode="${code}"/>`,
  );
  const fills = [null, null, "FFE8EEF7", "FFE3F4E1", "FFFFF3CD", "FFF8D7DA"].map((color, at) =>
    color === null
      ? `<fill><patternFill patternType="${at === 0 ? "none" : "gray125"}"/></fill>`
      : `<fill><patternFill patternType="solid"><fgColor rgb="${color}"/></patternFill></fill>`,
  );
  const cells = tones.flatMap((_, tone) =>
    formats.map((_format, at) => {
      const font = tone === 1 ? 1 : 0;
      const fill = tone === 0 ? 0 : tone + 1;
      return `<xf numFmtId="${FIRST_CUSTOM_FORMAT + at}" fontId="${font}" fillId="${fill}" borderId="0" xfId="0" applyNumberFormat="1" applyFill="1" applyFont="1"/>`;
    }),
  );
  return [
    '<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">',
    `<numFmts count="${numberFormats.length}">${numberFormats.join("")}</numFmts>`,
    '<fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts>',
    `<fills count="${fills.length}">${fills.join("")}</fills>`,
    '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>',
    '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>',
    `<cellXfs count="${cells.length}">${cells.join("")}</cellXfs>`,
    // Without it LibreOffice shows cells that have no style of their own in a smaller font.
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles>',
    "</styleSheet>",
  ].join("");
}
