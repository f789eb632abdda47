/** Licences under which anything may be shipped to a merchant's account: they ask for no more than a notice. */
export const shippedLicences: ReadonlySet<string> = new Set([
  "Apache-2.0",
  "MIT",
  "ISC",
  "0BSD",
  "BSD-2-Clause",
  "BSD-3-Clause",
]);

/** Those that tools for development may have besides: nothing of them is in a bundle. */
export const toolLicences: ReadonlySet<string> = new Set([
  ...shippedLicences,
  "BlueOak-1.0.0",
  "MPL-2.0",
  "Unlicense",
  "MIT OR Apache-2.0",
  "(MIT AND Zlib)",
  "(MIT OR GPL-3.0-or-later)",
]);

/** Tools under any other licence, each with why it may be here. */
export const licencesOfTools: Readonly<Record<string, { readonly licence: string; readonly because: string }>> = {
  "glpk.js": {
    licence: "GPL-3.0",
    because:
      "a solver that our own is compared with in benchmarks; nothing links to it, and it is not given to anybody",
  },
};

/** What packages run on the machine of whoever installs them, each with what it does there. A new one fails the tests. */
export const installScripts: Readonly<Record<string, string>> = {
  esbuild:
    "checks that the binary for this machine came with its package, and puts it in place of a slow starter in JavaScript",
  node: "links the pinned Node's binary for this machine, which came as a package of its own, to node_modules/node/bin",
};
