/**
 * Reads the examples of the documentation, each as a module.
 *
 * @module
 */

/** One block of code in a doc comment or a page. */
export interface Example {
  /** Its file and lines: `src/model/ask.ts#48-60`. */
  readonly name: string;
  /** A module whose default export runs the example; its lines count as those of the file. */
  readonly code: string;
}

/** A fenced block of TypeScript; the fence names further attributes, such as `ignore`. */
const block = /^([ \t]*(?:\*[ \t]?)?)```ts\b(.*)\n([^]*?)^[ \t]*(?:\*[ \t]?)?```/gm;

/**
 * The examples of one file that are not marked `ignore`. Their relative imports become absolute; what they export is
 * declared only.
 *
 * @param path names the file in the examples' names
 * @param url the file, which relative imports start from
 */
export function examplesOf(path: string, text: string, url: URL): Example[] {
  return [...text.matchAll(block)].flatMap(
    ({ index, 1: indent = "", 2: attributes, 3: body = "" }) => {
      if (attributes?.includes("ignore")) return [];
      const before = text.slice(0, index).split("\n").length;
      const lines = body.split("\n").slice(0, -1).map((line) =>
        line.startsWith(indent) ? line.slice(indent.length) : line.replace(/^[ \t]*\*?/, "")
      );
      const imports: string[] = [];
      const rest = lines.join("\n").replaceAll(
        /(\bfrom |\bimport |\bimport\()"(\.[^"]*)"/g,
        (_, keyword, specifier) => `${keyword}"${new URL(specifier, url)}"`,
      ).replaceAll(/^import\b[^;(]*;$/gm, (declaration) => {
        imports.push(declaration.replaceAll(/\s+/g, " "));
        return "\n".repeat(declaration.split("\n").length - 1);
      }).replaceAll(/^export default /gm, "void ").replaceAll(/^export /gm, "");
      const head = [...imports, "export default async () => {"].join(" ");
      return [{
        name: `${path}#${before + 1}-${before + lines.length}`,
        code: `${head}${"\n".repeat(before)}${rest}\n};\n`,
      }];
    },
  );
}
