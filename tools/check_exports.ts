/**
 * Checks the public names of every entry point, as `deno doc` sees them: a part of `deno task doc`.
 *
 * @module
 */
import { checkExports, countNames, type Export } from "./export_rules.ts";

/** The parts of the output of `deno doc --json` that are read here. */
export interface DocOutput {
  readonly nodes: Readonly<Record<string, { readonly symbols?: readonly DocSymbol[] }>>;
}

interface DocSymbol {
  readonly name: string;
  readonly declarations: readonly DocDeclaration[];
}

interface DocDeclaration {
  readonly kind: string;
  readonly location: { readonly filename: string; readonly line: number };
  readonly jsDoc?: { readonly tags?: readonly { readonly kind: string }[] };
  readonly def?: { readonly returnType?: DocType; readonly tsType?: DocType };
}

/** A type; `repr` is its name where it has one. */
interface DocType {
  readonly repr?: string;
}

if (import.meta.main) Deno.exit(await main());

async function main(): Promise<number> {
  const root = new URL("../", import.meta.url);
  const { exports } = JSON.parse(await Deno.readTextFile(new URL("deno.json", root)));
  const entries = Object.values<string>(exports).map((path) => path.replace(/^\.\//, ""));
  const documents = await Promise.all(entries.map((entry) => readDocument(entry, root)));
  const found = documents.flatMap((document) => readExports(document, root));
  const faults = checkExports(found, "mod.ts");
  for (const fault of faults) console.error(fault);
  console.log(
    `${entries.length} entry points, ${countNames(found, "mod.ts")} names at the root, ` +
      `${new Set(found.map(({ name }) => name)).size} in all, ${faults.length} broken rules`,
  );
  return faults.length === 0 ? 0 : 1;
}

/** What one entry point exports. With several at once, `deno doc` refers from one to another instead. */
async function readDocument(entry: string, root: URL): Promise<DocOutput> {
  const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["doc", "--json", entry],
    cwd: root,
  }).output();
  if (code !== 0) throw new Error(new TextDecoder().decode(stderr));
  return JSON.parse(new TextDecoder().decode(stdout));
}

/** All exported declarations. @param root files are named by their path from it */
export function readExports({ nodes }: DocOutput, root: URL): Export[] {
  const pathOf = (url: string) => url.startsWith(root.href) ? url.slice(root.href.length) : url;
  return Object.entries(nodes).flatMap(([entry, { symbols = [] }]) =>
    symbols.flatMap(({ name, declarations }) =>
      declarations.map(({ kind, location, jsDoc, def }) => ({
        name,
        entry: pathOf(entry),
        kind,
        place: `${pathOf(location.filename)}:${location.line + 1}`,
        hasExample: jsDoc?.tags?.some((tag) => tag.kind === "example") ?? false,
        gives: def?.returnType?.repr ?? def?.tsType?.repr,
      }))
    )
  );
}
