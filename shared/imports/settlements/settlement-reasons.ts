/** Why rows of settlements were not applied; `reasons.ts` says how these are read. */
export const settlementReasons = {
  not_paid_out: {
    en: "This transaction belongs to no payout yet. Upload the file again once it has been paid out.",
    zh: "该交易尚未打款。打款后请重新上传。",
  },
  no_settlement_head: {
    en: "The line with the total and the currency of this settlement is missing. Take the file from the platform again and upload it whole.",
    zh: "缺少该结算单的汇总行（总额和币种）。请从平台重新导出完整文件后上传。",
  },
  unknown_entry: {
    en: "There is no such line ({found}) in the settlement. Use the workbook as it was exported.",
    zh: "结算单中没有此明细（{found}）。请使用系统导出的表格。",
  },
} as const;
