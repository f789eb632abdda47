/** "Ada Lovelace", "沈雨桐": Chinese, Japanese and Korean names put the family first, without a space. */
export function fullName(first: string, last: string): string {
  const isEastAsian = /^[\p{sc=Han}\p{sc=Hangul}\p{sc=Hira}\p{sc=Kana}]+$/u.test(first + last);
  return isEastAsian ? last + first : [first, last].filter((part) => part !== "").join(" ");
}
