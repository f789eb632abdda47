/** Why rows about articles, buyers, prices, documents and carriers were not applied; `reasons.ts` says how these are read. */
export const goodsReasons = {
  text_too_long: {
    en: "This text is too long ({found}). Shorten it.",
    zh: "文字过长（{found}），请缩短。",
  },
  too_many_values: {
    en: "This cell holds more values than one article may have ({found}). Leave the important ones.",
    zh: "此单元格的值过多（{found}），请只保留必要的。",
  },
  unknown_choice: {
    en: '"{found}" is none of the words of this column. Choose one from the drop-down list of the template.',
    zh: "“{found}”不在本列可选范围内，请从模板的下拉列表中选择。",
  },
  unit_needed: {
    en: '"{found}" has no unit that the hub knows. Write it beside the number or in the heading, e.g. 250 g, 0.25 kg, 30 cm.',
    zh: "“{found}”没有可识别的单位，请写在数字后或列标题中，例如 250 g、0.25 kg、30 cm。",
  },
  not_a_measure: {
    en: '"{found}" is not a weight or length. Write a number and its unit, e.g. 250 g or 30 cm.',
    zh: "“{found}”不是重量或长度，请写数字和单位，例如 250 g 或 30 cm。",
  },
  too_many_days: {
    en: "{found} days are more than the hub counts with (1,000). Check the number.",
    zh: "{found} 天超出上限（1,000 天），请核对。",
  },
  bad_components: {
    en: '"{found}" is not a list of parts. Write each sku once with its number, parted by semicolons: TEA-1*2; MUG-1. At most 20.',
    zh: "“{found}”不是有效的组成清单。每个商品编码写一次并注明数量，用分号分隔，例如 TEA-1*2; MUG-1，最多 20 项。",
  },
  own_component: {
    en: "{found} cannot be a part of itself.",
    zh: "{found} 不能作为自身的组成部分。",
  },
  nested_bundle: {
    en: "{found} is a bundle itself: name what it consists of instead.",
    zh: "{found} 本身是组合商品，请直接列出其组成商品。",
  },
  part_of_bundle: {
    en: "The bundle {found} holds this article, which can therefore not be a bundle itself. Change that one first.",
    zh: "组合商品 {found} 已包含此商品，因此它不能再成为组合商品，请先修改该组合。",
  },
  own_variant: {
    en: "{found} cannot be a variant of itself.",
    zh: "{found} 不能是自身的规格变体。",
  },
  unknown_product: {
    en: 'There is no product "{found}" yet. Fill its title to make one.',
    zh: "尚无商品“{found}”，请填写商品名称以新建。",
  },
  bundle_has_bad_row: {
    en: "Another row of this bundle cannot be used ({found}); a bundle is taken whole or not at all.",
    zh: "该组合商品的另一行有误（{found}）；组合商品只能整体导入。",
  },
  unknown_shop: {
    en: '"{found}" is neither one of your connected shops nor the channel of one. Write the id of the shop, or leave the cell empty for numbers of your own.',
    zh: "“{found}”既不是已接入的店铺，也不是其渠道。请填写店铺编号；自有客户编号请留空。",
  },
  shop_needed: {
    en: "The hub knows several shops of this platform ({found}), and the same number is another buyer in each. Add a column shop with the id of the one.",
    zh: "该平台已接入多个店铺（{found}），各店铺的客户编号互不相同。请增加“店铺”列并填写店铺编号。",
  },
  not_an_email: {
    en: '"{found}" is not an e-mail address.',
    zh: "“{found}”不是有效的电子邮箱。",
  },
  not_a_phone: {
    en: '"{found}" is not a telephone number.',
    zh: "“{found}”不是有效的电话号码。",
  },
  unknown_country: {
    en: '"{found}" is not a country code. Write two letters, e.g. CN or US.',
    zh: "“{found}”不是国家代码，请填写两位字母，例如 CN 或 US。",
  },
  customer_erased: {
    en: "This customer was erased on {found} at their own wish; nothing of the row was stored. An operator can take them back.",
    zh: "该客户已于 {found} 应其要求删除，本行未保存。如需恢复，请由管理员操作。",
  },
  price_needed: {
    en: "The row has neither a sale price nor a cost price.",
    zh: "本行既没有售价也没有成本价。",
  },
  ends_before_start: {
    en: "The last day {found} lies before the first one.",
    zh: "结束日期 {found} 早于开始日期。",
  },
  same_currency: {
    en: "Both currencies are {found}; a rate is between two.",
    zh: "两个币种都是 {found}，汇率应为两种货币之间。",
  },
  not_a_rate: {
    en: '"{found}" is not an exchange rate. Write how many units of the second currency one unit of the first is, e.g. 7.1234.',
    zh: "“{found}”不是汇率，请填写一单位原币折合的目标币种数量，例如 7.1234。",
  },
  not_a_change: {
    en: '"{found}" is not a change. Write how many units came or went, e.g. 5 or -3.',
    zh: "“{found}”不是增减数量，请填写增加或减少的件数，例如 5 或 -3。",
  },
  zero_change: {
    en: "A change of 0 units changes nothing. Delete the row or write the number.",
    zh: "增减数量为 0，没有变化。请删除该行或填写数量。",
  },
  returned_below_zero: {
    en: "Goods that came back are a number above 0, not {found}.",
    zh: "退回数量应大于 0，而不是 {found}。",
  },
  document_has_bad_row: {
    en: "Another row of this document cannot be used ({found}); a document is booked whole or not at all.",
    zh: "该单据的另一行有误（{found}）；单据只能整单入账。",
  },
  document_disagrees: {
    en: "The rows of this document disagree about {found}. Write the same in each of them.",
    zh: "同一单据各行的 {found} 不一致，请填写相同内容。",
  },
  bad_document_no: {
    en: '"{found}" is not a document number: at most 64 letters, digits, dots, hyphens and underscores.',
    zh: "“{found}”不是有效单号：最多 64 位，仅限字母、数字、点、连字符和下划线。",
  },
  other_document: {
    en: "The document {found} was booked before with other lines. Give the new change a number of its own.",
    zh: "单据 {found} 已入账且内容不同，请为新的调整使用新单号。",
  },
  document_too_long: {
    en: "A document holds at most 90 lines, this one has {found}. Give the rest another number.",
    zh: "一张单据最多 90 行，当前为 {found} 行，请拆分为多个单号。",
  },
} as const;
