import { describe, expect, it } from "vitest";
import { provinceOf, provinces } from "./chinese-provinces.ts";
import { countryMatches, groupNames, isRegionName, regionMatches } from "./region-groups.ts";

const to = (
  country: string,
  region: string,
  regionName = "",
): { country: string; region: string; regionName: string } => ({
  country,
  region,
  regionName,
});

describe("Chinese provinces", () => {
  it.each(["上海", "上海市", "SH", "CN-SH", "31", "CN-31", "310000", "CN10", "Shanghai", " shanghai "])(
    "reads %s as Shanghai",
    (text) => expect(provinceOf(text)?.code).toBe("SH"),
  );

  it("tells WooCommerce's CN31 (Tibet) from the GB number CN-31 (Shanghai)", () => {
    expect(provinceOf("CN31")?.code).toBe("XZ");
    expect(provinceOf("CN-31")?.code).toBe("SH");
  });

  it("knows 34 provinces, each code once", () => {
    expect(provinces).toHaveLength(34);
    expect(new Set(provinces.map(({ code }) => code)).size).toBe(34);
    expect(new Set(provinces.map(({ gb }) => gb)).size).toBe(34);
  });

  it("reads the name of every province with and without its ending", () => {
    for (const { code, name, fullName } of provinces) {
      expect([provinceOf(name)?.code, provinceOf(fullName)?.code]).toEqual([code, code]);
    }
  });
});

describe("regionMatches", () => {
  it.each([
    ["华东", to("CN", "31", "上海市")],
    ["East China", to("CN", "浙江省")],
    ["上海", to("CN", "上海市")],
    ["上海市", to("CN", "CN10", "Shanghai")],
    ["港澳台", to("HK", "")],
    ["EU", to("DE", "BY", "Bayern")],
    ["DACH", to("CH", "ZH")],
    ["US-CA", to("US", "CA", "California")],
    ["california", to("US", "CA", "California")],
    ["CA", to("US", "CA", "California")],
    ["北美", to("CA", "ON", "Ontario")],
    ["Nordics", to("NO", "")],
    ["Benelux", to("LU", "")],
    ["US West", to("US", "CA", "California")],
    ["US South", to("US", "TX", "Texas")],
  ])("finds %s", (wanted, destination) => expect(regionMatches(wanted, destination)).toBe(true));

  it.each([
    ["华东", to("CN", "44", "广东省")],
    ["上海", to("CN", "")],
    ["SD", to("US", "TX", "Texas")],
    ["EU", to("GB", "")],
    ["US-CA", to("CA", "ON")],
    ["Nordics", to("DE", "")],
    ["US West", to("US", "NY", "New York")],
    ["US West", to("CA", "CA")],
    ["", to("CN", "")],
  ])("does not find %s", (wanted, destination) => expect(regionMatches(wanted, destination)).toBe(false));

  it("reads the same letters as a Chinese province at home and as a state abroad", () => {
    expect(regionMatches("SD", to("CN", "37", "山东省"))).toBe(true);
    expect(regionMatches("SD", to("US", "SD", "South Dakota"))).toBe(true);
  });
});

describe("countryMatches", () => {
  it("matches codes and groups whatever their case, and nothing for an unknown country", () => {
    expect(countryMatches("de", "DE")).toBe(true);
    expect(countryMatches("European Union", "IE")).toBe(true);
    expect(countryMatches("DACH", "FR")).toBe(false);
    expect(countryMatches("EU", "")).toBe(false);
  });
});

describe("region names", () => {
  it("are known by every name that is offered, and by countries and states", () => {
    expect(groupNames().filter((name) => !isRegionName(name))).toEqual([]);
    for (const name of ["DE", "us-ca", "California", "新疆维吾尔自治区"]) expect(isRegionName(name)).toBe(true);
  });

  it("are not anything else", () => {
    for (const name of ["华冬", "", "江西南", "EUU1"]) expect(isRegionName(name)).toBe(false);
  });
});
