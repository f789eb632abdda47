import { chineseAddress } from "../../channels/chinese-address.ts";
import { countryCode } from "../../channels/country-code.ts";
import { fullName } from "../../channels/full-name.ts";
import type { AddressFacts } from "../../orders/facts.ts";
import type { TextField } from "./export-row.ts";

/** `浙江省 杭州市 西湖区 听泉路 66 号(310013)`, with or without blanks. The names of the parts tell where each ends. */
const WHOLE =
  /^(?<province>[\p{sc=Han}]{2,7}?(?:省|自治区|特别行政区)|北京市?|上海市?|天津市?|重庆市?)[\s,]*(?<city>[\p{sc=Han}]{1,9}?(?:市|自治州|地区|盟|市辖区))?[\s,]*(?<district>[\p{sc=Han}]{1,9}?(?:区|县|市|旗))[\s,]*(?<street>.*?)(?:[（(](?<postal>\d{6})[)）])?$/u;

/** Where the parcel goes; null when the file does not say. An address that cannot be taken apart stays whole, and is held. */
export function exportAddress(said: Readonly<Record<TextField, string>>, currency: string): AddressFacts | null {
  const name = said.recipient || fullName(said.first_name, said.last_name);
  const isChinese = said.country === "" ? currency === "CNY" : /^(cn|中国)/i.test(said.country);
  if (!isChinese) {
    const { phone, region, city, district, address, postal_code, email } = said;
    const facts: AddressFacts = {
      name,
      phone,
      country: countryCode(said.country),
      region,
      regionName: region,
      city,
      district,
      street: address,
      postalCode: postal_code,
      email,
    };
    return Object.values(facts).some((part) => part !== "") ? facts : null;
  }
  const parts = said.region === "" ? WHOLE.exec(said.address)?.groups : undefined;
  const province = parts?.["province"] ?? said.region;
  const found = chineseAddress({
    name,
    phone: said.phone,
    country: null,
    province,
    city: parts?.["city"] ?? (parts === undefined ? said.city : province),
    district: parts?.["district"] ?? said.district,
    town: null,
    street: parts?.["street"] ?? said.address,
    postalCode: parts?.["postal"] ?? said.postal_code,
  });
  return found === null ? null : { ...found, email: said.email };
}
