import { closeSync, openSync, writeSync } from "node:fs";
import { Zip, ZipDeflate } from "fflate";

export type StringPlace = "shared" | "inline";

const shops = ["天猫旗舰店", "京东自营", "拼多多百货", "Shopify EU", "抖音小店"];

/** Twelve columns as merchants send them: order number, two dates, shop, title, sku, quantity, price, amount, name, phone, address. */
export function cellsOf(row: number): readonly (string | number)[] {
  const day = 45_000 + (row % 700);
  return [
    `28912${String(row * 7_919).padStart(14, "0")}`,
    day + (row % 86_400) / 86_400,
    day + 1,
    shops[row % shops.length] ?? "",
    `夏季新款纯棉短袖T恤 男女同款 ${row % 5_000}`,
    `SKU-${String(row % 20_000).padStart(6, "0")}`,
    1 + (row % 9),
    19.9 + (row % 100),
    (1 + (row % 9)) * (19.9 + (row % 100)),
    `收件人${row % 60_000}`,
    `138${String((row * 104_729) % 100_000_000).padStart(8, "0")}`,
    `浙江省杭州市余杭区文一西路 ${row} 号 & 楼`,
  ];
}

const isDate = (column: number): boolean => column === 1 || column === 2;
const prolog = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

/** Writes an .xlsx of that many rows: `shared` as Excel writes it, with the strings after the sheet. */
export function writeWideWorkbook(path: string, rows: number, place: StringPlace): void {
  const file = openSync(path, "w");
  const zip = new Zip((fault, chunk) => {
    if (fault) throw fault;
    writeSync(file, chunk);
  });
  const part = (name: string, texts: Iterable<string>): void => {
    const deflate = new ZipDeflate(name, { level: 1 });
    zip.add(deflate);
    for (const text of texts) deflate.push(new TextEncoder().encode(text));
    deflate.push(new Uint8Array(0), true);
  };
  const type = "application/vnd.openxmlformats-officedocument.spreadsheetml";
  part("[Content_Types].xml", [
    `${prolog}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Override PartName="/xl/workbook.xml" ContentType="${type}.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="${type}.worksheet+xml"/><Override PartName="/xl/sharedStrings.xml" ContentType="${type}.sharedStrings+xml"/><Override PartName="/xl/styles.xml" ContentType="${type}.styles+xml"/></Types>`,
  ]);
  part("_rels/.rels", [
    `${prolog}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="${relations}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
  ]);
  part("xl/workbook.xml", [
    `${prolog}<workbook xmlns="${main}" xmlns:r="${relations}"><sheets><sheet name="orders" sheetId="1" r:id="rId1"/></sheets></workbook>`,
  ]);
  part("xl/_rels/workbook.xml.rels", [
    `${prolog}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="${relations}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>`,
  ]);
  part("xl/styles.xml", [
    `${prolog}<styleSheet xmlns="${main}"><cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="22"/></cellXfs></styleSheet>`,
  ]);
  const strings = new Map<string, number>();
  part("xl/worksheets/sheet1.xml", sheetTexts(rows, place, strings));
  if (place === "shared") part("xl/sharedStrings.xml", stringTexts(strings));
  zip.end();
  closeSync(file);
}

/** In pieces of a few hundred rows. */
function* sheetTexts(rows: number, place: StringPlace, strings: Map<string, number>): Generator<string> {
  let text = `${prolog}<worksheet xmlns="${main}"><sheetData>`;
  for (let row = 1; row <= rows; row += 1) {
    text += `<row r="${row}">`;
    for (const [column, value] of cellsOf(row).entries()) {
      const at = `<c r="${String.fromCharCode(65 + column)}${row}"`;
      if (typeof value === "number") text += `${at}${isDate(column) ? ' s="1"' : ""}><v>${value}</v></c>`;
      else if (place === "inline") text += `${at} t="inlineStr"><is><t>${value.replace("&", "&amp;")}</t></is></c>`;
      else text += `${at} t="s"><v>${numberOf(value, strings)}</v></c>`;
    }
    text += "</row>";
    if (text.length > 500_000) {
      yield text;
      text = "";
    }
  }
  yield `${text}</sheetData></worksheet>`;
}

function numberOf(value: string, strings: Map<string, number>): number {
  const known = strings.get(value);
  if (known !== undefined) return known;
  strings.set(value, strings.size);
  return strings.size - 1;
}

function* stringTexts(strings: ReadonlyMap<string, number>): Generator<string> {
  let text = `${prolog}<sst xmlns="${main}" uniqueCount="${strings.size}">`;
  for (const value of strings.keys()) {
    text += `<si><t>${value.replace("&", "&amp;")}</t></si>`;
    if (text.length > 500_000) {
      yield text;
      text = "";
    }
  }
  yield `${text}</sst>`;
}
