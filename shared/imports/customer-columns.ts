import { type Field, field } from "./sheet-field.ts";

export const customerColumns: readonly Field[] = [
  field(
    "customer_no",
    "id",
    "required",
    "客户编号",
    "会员号",
    "买家账号",
    "买家ID",
    "customer id",
    "buyer id",
    "buyer",
  ),
  field("shop", "text", "optional", "店铺", "店铺编号", "渠道", "channel", "store", "source"),
  field("name", "text", "optional", "姓名", "客户姓名", "收件人", "customer name", "full name"),
  field("phone", "id", "optional", "手机", "电话", "联系电话", "phone number", "mobile"),
  field("email", "text", "optional", "邮箱", "电子邮箱", "e-mail", "email address"),
  field("country", "text", "optional", "国家", "country code"),
  field("region", "text", "optional", "省", "省份", "province", "state"),
  field("city", "text", "optional", "市", "城市", "town"),
  field("district", "text", "optional", "区", "区县", "county"),
  field("address", "text", "optional", "地址", "详细地址", "street", "address line 1"),
  field("postal_code", "id", "optional", "邮编", "zip", "zip code", "postcode"),
  field("tags", "list", "optional", "标签", "客户标签", "等级", "tag", "labels", "groups"),
  field("note", "text", "optional", "备注", "remark", "comment"),
];
