/**
 * The text of the first element of this name in WeChat's flat XML, with or without CDATA; null when there is none, or when the
 * whole is no XML of theirs. Their messages have no attributes. Linear in the text: it is read before a signature is known.
 */
export function fieldOf(xml: string, name: string): string | null {
  const message = xml.trim();
  if (!message.startsWith("<xml>") || !message.endsWith("</xml>")) return null;
  const start = message.indexOf(`<${name}>`);
  const end = start < 0 ? -1 : message.indexOf(`</${name}>`, start);
  if (end < 0) return null;
  const inner = message.slice(start + name.length + 2, end).trim();
  const isMarked = inner.startsWith("<![CDATA[") && inner.endsWith("]]>");
  const text = (isMarked ? inner.slice(9, -3) : inner).trim();
  return text === "" ? null : text;
}
