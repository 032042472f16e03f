/**
 * Checks that no import breaks the map of rooms, and that the drawing of it is fresh: `deno task map [--write]`.
 *
 * @module
 */
import { readModules } from "./imports.ts";
import { drawMap, placeDrawing } from "./map_drawing.ts";
import { checkRooms, formatViolation } from "./map_rules.ts";
import { map } from "./rooms.ts";

if (import.meta.main) Deno.exit(await main(Deno.args));

async function main(args: readonly string[]): Promise<number> {
  const root = new URL("../", import.meta.url);
  const modules = await readModules(root, ["src", "sandbox", ...await entryModules(root)]);
  const lines = checkRooms(modules, map).map(formatViolation);
  const page = new URL("docs/architecture.md", root);
  const document = await Deno.readTextFile(page);
  const fresh = placeDrawing(document, drawMap(modules, map));
  if (args.includes("--write")) await Deno.writeTextFile(page, fresh);
  else if (fresh !== document) {
    lines.push("docs/architecture.md: the map is stale; run `deno task map --write`");
  }
  for (const line of lines) console.error(line);
  console.log(
    `${modules.size} modules in ${map.rooms.length + 1} rooms, ${lines.length} broken rules`,
  );
  return lines.length === 0 ? 0 : 1;
}

/** TypeScript modules at the root, and what `deno.json` exports from elsewhere: the public face. */
async function entryModules(root: URL): Promise<string[]> {
  const entries = await Array.fromAsync(Deno.readDir(root));
  const atRoot = entries.map(({ name }) => name).filter((name) => /\.tsx?$/.test(name));
  const { exports } = JSON.parse(await Deno.readTextFile(new URL("deno.json", root)));
  const exported = Object.values<string>(typeof exports === "string" ? { ".": exports } : exports)
    .map((path) => path.replace(/^\.\//, ""))
    .filter((path) => !/^(src|sandbox)\//.test(path));
  return [...new Set([...atRoot, ...exported])].sort();
}
