import { SaxesParser } from "saxes";

/** A value of an element: text, children by name, several elements of one name, or XML already written. */
export type XmlContent =
  | string
  | number
  | boolean
  | undefined
  | { readonly raw: string }
  | readonly XmlContent[]
  | { readonly [name: string]: XmlContent };

/** Writes one element; a list becomes one element per entry, `undefined` nothing. */
export function xml(name: string, content: XmlContent, attributes = ""): string {
  if (content === undefined) return "";
  if (Array.isArray(content)) return content.map((entry) => xml(name, entry)).join("");
  return `<${name}${attributes}>${inner(content)}</${name}>`;
}

function inner(content: XmlContent): string {
  if (content === undefined) return "";
  if (typeof content !== "object") return escapeXml(String(content));
  if ("raw" in content && typeof content["raw"] === "string") return content["raw"];
  return Object.entries(content)
    .map(([name, value]) => xml(name, value))
    .join("");
}

function escapeXml(text: string): string {
  return (
    text
      .replaceAll("&", "&amp;")
      .replaceAll("<", "&lt;")
      .replaceAll(">", "&gt;")
      .replaceAll('"', "&quot;")
      // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what must be written as references
      .replace(/[\u0000-\u001f\u007f]/g, (character) => `&#${character.charCodeAt(0)};`)
  );
}

export type XmlElement = { readonly name: string; readonly text: string; readonly children: readonly XmlElement[] };

/** Reads a small document into elements, names without prefixes. Null if it is not well-formed. */
export function parseXml(document: string): XmlElement | null {
  type Open = { name: string; text: string; children: XmlElement[] };
  const stack: Open[] = [{ name: "", text: "", children: [] }];
  let broken = false;
  const parser = new SaxesParser();
  parser.on("error", () => {
    broken = true;
  });
  parser.on("opentag", (tag) => {
    const element: Open = { name: tag.name.replace(/^.*:/, ""), text: "", children: [] };
    stack.at(-1)?.children.push(element);
    stack.push(element);
  });
  parser.on("text", (text) => {
    const open = stack.at(-1);
    if (open) open.text += text;
  });
  parser.on("closetag", () => stack.pop());
  parser.write(document).close();
  return broken ? null : (stack[0]?.children[0] ?? null);
}

/** The text of the first child of that name; undefined if there is none. */
export function childText(element: XmlElement, name: string): string | undefined {
  return element.children.find((child) => child.name === name)?.text;
}
