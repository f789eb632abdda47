/** Why a row about carriers or warehouses was not applied. */
export const networkReasons = {
  not_a_code: {
    en: '"{found}" is no code. Write letters, digits and dashes, at most 48 of them.',
    zh: "“{found}”不是有效编码，请只用字母、数字和短横线，最多 48 个字符。",
  },
  unknown_region: {
    en: '"{found}" is no region the hub knows. Write provinces (Zhejiang), groups (East China, EU), countries (DE) or states (US-CA), or * for everywhere.',
    zh: "“{found}”不是已知地区。请填写省份（浙江）、大区（华东、EU）、国家（DE）或州（US-CA），* 表示全国及其他所有地区。",
  },
  carrier_has_bad_row: {
    en: "Another row of this carrier cannot be used ({found}); a carrier's rates are taken whole or not at all.",
    zh: "该快递的另一行有误（{found}）；同一快递的运费模板只能整体导入。",
  },
  carrier_rows_disagree: {
    en: "The rows of this carrier disagree about {found}. Write the same in each of them, or in the first only.",
    zh: "同一快递各行的 {found} 不一致，请填写相同内容，或只填第一行。",
  },
  two_rates: {
    en: "A tariff has a first and further weight, or weight brackets, not both ({found}). Leave the cells of one kind empty in all of its rows.",
    zh: "同一运费只能用首重续重或重量段其中一种（{found}），请在其所有行中清空另一种。",
  },
  too_many_brackets: {
    en: "{found} has more than 100 weight brackets. Join some of them.",
    zh: "{found} 的重量段超过 100 个，请合并一些。",
  },
  too_many_tariffs: {
    en: "The file has {found} tariffs of this carrier, at most 500 fit. Write zones of the same price into one row, or leave out tariffs that hold no more.",
    zh: "文件中该快递有 {found} 条运费，最多 500 条。请把价格相同的地区合并到一行，或删除已失效的运费。",
  },
  carrier_too_large: {
    en: "The tariffs of this carrier take {found} bytes together, at most 380,000 fit. Join weight brackets and zones, or leave out tariffs that hold no more.",
    zh: "该快递的运费共占 {found} 字节，最多 380,000 字节。请合并重量段和地区，或删除已失效的运费。",
  },
  not_a_clock: {
    en: '"{found}" is no time of the day. Write it as 16:30.',
    zh: "“{found}”不是时间，请写成 16:30。",
  },
  unknown_zone: {
    en: '"{found}" is no time zone. Write it as Asia/Shanghai or Europe/Berlin.',
    zh: "“{found}”不是时区，请写成 Asia/Shanghai 或 Europe/Berlin。",
  },
} as const;
