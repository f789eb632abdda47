import { escapeXml } from "../../../sheets/workbook-parts.ts";
import type { ChartedSums } from "./summary-sheet.ts";

const drawingMl = "http://schemas.openxmlformats.org/drawingml/2006";
const relationships = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

/** In cells: charts stand right of the table, one below the other. */
const LEFT = 4;
const WIDTH = 9;
const HEIGHT = 15;
const GAP = 1;

/** Where the charts stand; the relation `rId1` is the first of them. */
export function drawingXml(charts: readonly ChartedSums[]): string {
  const anchors = charts.map(({ title }, at) => {
    const top = 1 + at * (HEIGHT + GAP);
    return [
      `<xdr:twoCellAnchor>${corner("from", LEFT, top)}${corner("to", LEFT + WIDTH, top + HEIGHT)}`,
      `<xdr:graphicFrame macro=""><xdr:nvGraphicFramePr><xdr:cNvPr id="${at + 2}" name="${escapeXml(title)}"/>`,
      "<xdr:cNvGraphicFramePr/></xdr:nvGraphicFramePr>",
      '<xdr:xfrm><a:off x="0" y="0"/><a:ext cx="0" cy="0"/></xdr:xfrm>',
      `<a:graphic><a:graphicData uri="${drawingMl}/chart"><c:chart xmlns:c="${drawingMl}/chart" r:id="rId${at + 1}"/>`,
      "</a:graphicData></a:graphic></xdr:graphicFrame><xdr:clientData/></xdr:twoCellAnchor>",
    ].join("");
  });
  const names = `xmlns:xdr="${drawingMl}/spreadsheetDrawing" xmlns:a="${drawingMl}/main" xmlns:r="${relationships}"`;
  return `<xdr:wsDr ${names}>${anchors.join("")}</xdr:wsDr>`;
}

/** Columns, one for each sum. The sums, which stand on the sheet of this name, are kept in the chart too, for programs that draw before they read the sheet. */
export function chartXml({ title, firstRow, sums }: ChartedSums, sheetName: string): string {
  const lastRow = firstRow + sums.length - 1;
  const place = (column: string): string => `'${sheetName}'!$${column}$${firstRow}:$${column}$${lastRow}`;
  const points = (values: readonly string[]): string =>
    `<c:ptCount val="${values.length}"/>${values.map((each, at) => `<c:pt idx="${at}"><c:v>${escapeXml(each)}</c:v></c:pt>`).join("")}`;
  return [
    `<c:chartSpace xmlns:c="${drawingMl}/chart" xmlns:a="${drawingMl}/main" xmlns:r="${relationships}"><c:chart>`,
    `<c:title><c:tx><c:rich><a:bodyPr/><a:p><a:r><a:rPr lang="en" sz="1200" b="1"/><a:t>${escapeXml(title)}</a:t></a:r></a:p></c:rich></c:tx>`,
    '<c:overlay val="0"/></c:title><c:autoTitleDeleted val="0"/><c:plotArea><c:layout/>',
    '<c:barChart><c:barDir val="col"/><c:grouping val="clustered"/><c:varyColors val="0"/>',
    '<c:ser><c:idx val="0"/><c:order val="0"/><c:spPr><a:solidFill><a:srgbClr val="3B6EA5"/></a:solidFill></c:spPr>',
    '<c:invertIfNegative val="0"/>',
    '<c:dLbls><c:showLegendKey val="0"/><c:showVal val="1"/><c:showCatName val="0"/><c:showSerName val="0"/><c:showPercent val="0"/><c:showBubbleSize val="0"/></c:dLbls>',
    `<c:cat><c:strRef><c:f>${place("A")}</c:f><c:strCache>${points(sums.map(({ what }) => what))}</c:strCache></c:strRef></c:cat>`,
    `<c:val><c:numRef><c:f>${place("C")}</c:f><c:numCache><c:formatCode>General</c:formatCode>${points(sums.map(({ amount }) => amount))}</c:numCache></c:numRef></c:val></c:ser>`,
    '<c:gapWidth val="60"/><c:axId val="1"/><c:axId val="2"/></c:barChart>',
    '<c:catAx><c:axId val="1"/><c:scaling><c:orientation val="minMax"/></c:scaling><c:delete val="0"/><c:axPos val="b"/>',
    '<c:numFmt formatCode="General" sourceLinked="0"/><c:majorTickMark val="none"/><c:minorTickMark val="none"/><c:tickLblPos val="low"/><c:crossAx val="2"/><c:crosses val="autoZero"/></c:catAx>',
    '<c:valAx><c:axId val="2"/><c:scaling><c:orientation val="minMax"/></c:scaling><c:delete val="0"/><c:axPos val="l"/><c:majorGridlines/>',
    '<c:numFmt formatCode="#,##0" sourceLinked="0"/><c:majorTickMark val="out"/><c:minorTickMark val="none"/><c:tickLblPos val="nextTo"/><c:crossAx val="1"/><c:crosses val="autoZero"/></c:valAx>',
    '</c:plotArea><c:plotVisOnly val="1"/></c:chart></c:chartSpace>',
  ].join("");
}

function corner(name: string, column: number, row: number): string {
  return `<xdr:${name}><xdr:col>${column}</xdr:col><xdr:colOff>0</xdr:colOff><xdr:row>${row}</xdr:row><xdr:rowOff>0</xdr:rowOff></xdr:${name}>`;
}
