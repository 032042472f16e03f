import { assertEquals } from "@std/assert";
import type { Experiment } from "../../../tools/experiment/experiment.ts";
import { readImports } from "../../../tools/imports.ts";

const examples = new URL("../../../examples/", import.meta.url);

/** The modules of the examples that a module runs, itself among them. */
function modulesOf(module: URL, found = new Set<string>()): ReadonlySet<string> {
  if (!module.href.startsWith(examples.href) || found.has(module.href)) return found;
  found.add(module.href);
  if (!module.href.endsWith(".ts")) return found;
  for (const { specifier, kind } of readImports(module.pathname, Deno.readTextFileSync(module))) {
    if (kind !== "type" && specifier.startsWith(".")) modulesOf(new URL(specifier, module), found);
  }
  return found;
}

for (const { name, isDirectory } of Deno.readDirSync(examples)) {
  const module = new URL(`${name}/experiment.ts`, examples);
  const isExperiment = isDirectory &&
    [...Deno.readDirSync(new URL(`${name}/`, examples))].some((file) =>
      file.name === "experiment.ts"
    );
  if (!isExperiment) continue;
  Deno.test(`the results of ${name} depend on every module that it runs`, async () => {
    const { sources = [] }: Experiment = (await import(module.href)).default;
    const named = ["experiment.ts", "task.ts", ...sources].map((path) =>
      new URL(path, module).href
    );
    assertEquals([...modulesOf(module)].filter((each) => !named.includes(each)), []);
  });
}
