/** A request of the query protocol as a tree: `Attributes.entry.1.key=a` becomes `{Attributes: {entry: {1: {key: "a"}}}}`. */
export type FormNode = { readonly text?: string; readonly children: ReadonlyMap<string, FormNode> };

type Growing = { text?: string; children: Map<string, Growing> };

export function parseForm(body: string): FormNode {
  const root: Growing = { children: new Map() };
  for (const [name, value] of new URLSearchParams(body)) {
    let node = root;
    for (const step of name.split(".")) {
      const child = node.children.get(step) ?? { children: new Map() };
      node.children.set(step, child);
      node = child;
    }
    node.text = value;
  }
  return root;
}

export function formText(node: FormNode | undefined, ...path: readonly string[]): string | undefined {
  return path.reduce<FormNode | undefined>((one, step) => one?.children.get(step), node)?.text;
}

/** The members of a list, in their order: those of `Tags.member.1`, or of `Attributes.entry.1` with `entry`. */
export function formList(node: FormNode, name: string, wrapper: "member" | "entry"): readonly FormNode[] {
  const members = node.children.get(name)?.children.get(wrapper)?.children ?? new Map<string, FormNode>();
  return [...members].sort(([a], [b]) => Number(a) - Number(b)).map(([, member]) => member);
}

/** A map of texts, sent as entries of `key` and `value`. */
export function formMap(node: FormNode, name: string): Readonly<Record<string, string>> {
  const entries = formList(node, name, "entry").map((entry) => [
    formText(entry, "key") ?? "",
    formText(entry, "value") ?? "",
  ]);
  return Object.fromEntries(entries);
}
