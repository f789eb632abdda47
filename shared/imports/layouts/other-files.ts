import type { Layout, LayoutKind } from "./layout.ts";

function only(id: string, kind: LayoutKind, en: string, zh: string, ...proof: string[]): Layout {
  return { id, kind, title: { en, zh }, proof };
}

/** Stock as a platform exports it, and files that are no orders and no stock: named, so that the advice can be exact. */
export const otherFiles: readonly Layout[] = [
  {
    id: "shopify-inventory",
    kind: "stock",
    title: { en: "Shopify inventory export", zh: "Shopify 库存导出" },
    proof: ["Handle", "SKU", "Location", "On hand (current)"],
    stock: {
      sku: ["SKU"],
      warehouse: ["Location"],
      on_hand: ["On hand (new)", "On hand (current)"],
      incoming: ["Incoming (not editable)"],
    },
  },
  only(
    "shopify-payouts",
    "settlement-totals",
    "Shopify payouts",
    "Shopify 打款汇总",
    "Payout Date",
    "Charges",
    "Refunds",
    "Reserved Funds",
  ),
  only(
    "kingdee-galaxy-voucher",
    "accounting",
    "Kingdee Cloud Galaxy voucher",
    "金蝶云星空凭证",
    "FBillHead(GL_VOUCHER)",
    "FAccountBookID",
    "FDEBIT",
    "FCREDIT",
  ),
  only(
    "kingdee-k3-voucher",
    "accounting",
    "Kingdee K/3 voucher",
    "金蝶 K/3 凭证",
    "凭证日期",
    "凭证字",
    "科目代码",
    "凭证摘要",
  ),
  only(
    "yonyou-nc-voucher",
    "accounting",
    "Yonyou NC voucher",
    "用友 NC 凭证",
    "核算账簿",
    "凭证类别编码",
    "科目编码",
    "原币借方金额",
  ),
  only("yonyou-u8-voucher", "accounting", "Yonyou U8 voucher text", "用友 U8 凭证文本", "填制凭证", "V800"),
  only(
    "xero-invoices",
    "accounting",
    "Xero sales invoice file",
    "Xero 销售发票文件",
    "ContactName",
    "InvoiceNumber",
    "InvoiceDate",
    "AccountCode",
  ),
  only(
    "quickbooks-invoices",
    "accounting",
    "QuickBooks Online invoice file",
    "QuickBooks Online 发票文件",
    "InvoiceNo",
    "Customer",
    "InvoiceDate",
    "ItemAmount",
  ),
];
