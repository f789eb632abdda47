import type { Locale } from "../../kernel/locale.ts";
import type { ImportState } from "../import-job.ts";
import type { ImportKind } from "../import-kind.ts";
import { layouts } from "../layouts/recognise-layout.ts";

const kindsInChinese: Readonly<Record<ImportKind, string>> = {
  orders: "订单",
  stock: "库存盘点",
  "order-updates": "发货更新",
  products: "商品",
  "stock-adjustments": "库存调整",
  customers: "客户",
  prices: "价格",
  rates: "汇率",
  "carrier-rates": "运费",
  warehouses: "仓库",
  settlements: "结算明细",
  "settlement-work": "结算差异处理",
};

const statesInChinese: Readonly<Record<ImportState, string>> = {
  received: "等待安全扫描",
  reading: "读取中",
  checking: "检查中",
  applying: "导入中",
  applied: "已导入",
  applied_with_errors: "部分导入，有失败行",
  checked: "已检查，未导入",
  rejected: "已拒绝",
  cancelled: "已取消",
  duplicate: "与此前上传的文件相同",
};

/** In English the API's own words are plain enough. */
export function kindWord(kind: ImportKind, locale: Locale): string {
  return locale === "zh" ? kindsInChinese[kind] : kind.replaceAll("-", " ");
}

export function stateWord(state: ImportState, locale: Locale): string {
  return locale === "zh" ? statesInChinese[state] : state.replaceAll("_", " ");
}

/** What the platform calls a recognised file. */
export function layoutWord(id: string, locale: Locale): string {
  return layouts.find((each) => each.id === id)?.title[locale] ?? id;
}
