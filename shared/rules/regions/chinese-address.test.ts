import { describe, expect, it } from "vitest";
import { completeChineseAddress, parseChineseAddress } from "./chinese-address.ts";
import { provinces } from "./chinese-provinces.ts";

function parts(text: string): string[] {
  const { province, city, district, rest } = parseChineseAddress(text);
  return [province?.name ?? "", city, district, rest];
}

describe("parseChineseAddress", () => {
  it.each([
    ["上海市浦东新区张江路1号", ["上海", "上海市", "浦东新区", "张江路1号"]],
    ["上海市上海市浦东新区张江路1号", ["上海", "上海市", "浦东新区", "张江路1号"]],
    ["上海上海市徐汇区漕溪北路18号", ["上海", "上海市", "徐汇区", "漕溪北路18号"]],
    ["北京市市辖区朝阳区建国路88号", ["北京", "北京市", "朝阳区", "建国路88号"]],
    ["重庆 重庆市 石柱土家族自治县 万安街道", ["重庆", "重庆市", "石柱土家族自治县", "万安街道"]],
    ["江苏省苏州市昆山市前进路5号", ["江苏", "苏州市", "昆山市", "前进路5号"]],
    ["江苏 苏州 昆山市 前进路5号", ["江苏", "苏州市", "昆山市", "前进路5号"]],
    ["江苏,苏州,工业园区星湖街", ["江苏", "苏州市", "", "工业园区星湖街"]],
    ["深圳市南山区科技园", ["广东", "深圳市", "南山区", "科技园"]],
    ["中国广东省东莞市长安镇振安路", ["广东", "东莞市", "", "长安镇振安路"]],
    ["内蒙古自治区锡林郭勒盟锡林浩特市团结大街", ["内蒙古", "锡林郭勒盟", "锡林浩特市", "团结大街"]],
    ["内蒙古呼和浩特市新城区", ["内蒙古", "呼和浩特市", "新城区", ""]],
    ["广西壮族自治区南宁市青秀区民族大道1号", ["广西", "南宁市", "青秀区", "民族大道1号"]],
    ["新疆乌鲁木齐市天山区", ["新疆", "乌鲁木齐市", "天山区", ""]],
    ["新疆维吾尔自治区伊犁哈萨克自治州伊宁市", ["新疆", "伊犁哈萨克自治州", "伊宁市", ""]],
    ["吉林省延边朝鲜族自治州延吉市", ["吉林", "延边朝鲜族自治州", "延吉市", ""]],
    ["吉林市船营区北京路", ["吉林", "吉林市", "船营区", "北京路"]],
    ["吉林省吉林市昌邑区", ["吉林", "吉林市", "昌邑区", ""]],
    ["海南省三亚市吉阳区", ["海南", "三亚市", "吉阳区", ""]],
    ["海南省定安县定城镇", ["海南", "", "定安县", "定城镇"]],
    ["青海省海南藏族自治州共和县", ["青海", "海南藏族自治州", "共和县", ""]],
    ["湖北省神农架林区松柏镇", ["湖北", "", "神农架林区", "松柏镇"]],
    ["香港特别行政区中西区", ["香港", "", "中西区", ""]],
    ["1 Example Road, Springfield", ["", "", "", "1 Example Road, Springfield"]],
    ["", ["", "", "", ""]],
  ])("reads %s", (text, wanted) => expect(parts(text)).toEqual(wanted));

  it("reads every province with its long and its short name, and before a city of any name", () => {
    for (const { code, name, fullName } of provinces) {
      expect(parseChineseAddress(`${fullName}人民路1号`).province?.code).toBe(code);
      expect(parseChineseAddress(`${name}人民路1号`).province?.code).toBe(code);
    }
  });
});

describe("completeChineseAddress", () => {
  const address = (region: string, city: string, district: string, street: string) => {
    const found = completeChineseAddress({ region, city, district, street });
    return [found.province?.name, found.city, found.district];
  };

  it("moves the value of a municipality between city and district", () => {
    expect(address("上海市", "上海市", "浦东新区", "")).toEqual(["上海", "上海市", "浦东新区"]);
    expect(address("31", "浦东新区", "", "张江路1号")).toEqual(["上海", "上海市", "浦东新区"]);
    expect(address("", "上海市", "", "浦东新区张江路1号")).toEqual(["上海", "上海市", "浦东新区"]);
    expect(address("CN-11", "市辖区", "", "朝阳区建国路")).toEqual(["北京", "北京市", "朝阳区"]);
  });

  it("fills from the street what the fields leave open, and changes nothing that they say", () => {
    expect(address("", "", "", "广东省深圳市南山区科技园")).toEqual(["广东", "深圳市", "南山区"]);
    expect(address("44", "深圳市", "福田区", "南山区路口")).toEqual(["广东", "深圳市", "福田区"]);
    expect(address("", "Berlin", "", "Unter den Linden")).toEqual([undefined, "Berlin", ""]);
  });
});
