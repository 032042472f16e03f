/**
 * Runs the tests of one room and the examples in its documentation: `deno task test:room NAME [deno test options]`.
 *
 * @module
 */
import { runTests } from "./run_tests.ts";
import { map, roomNamed, testFoldersOf } from "./rooms.ts";

if (import.meta.main) Deno.exit(await main(Deno.args));

async function main([name = "", ...options]: readonly string[]): Promise<number> {
  const root = new URL("../", import.meta.url);
  const room = roomNamed(name, map);
  const wanted = room ? [...room.paths, ...testFoldersOf(room)] : [`tests/${name}`];
  const paths = /^[\w.]+$/.test(name) ? wanted.filter((path) => isThere(new URL(path, root))) : [];
  if (paths.length === 0) {
    console.error(`Cannot test "${name}" as a room: the rooms are ${roomNames(root).join(", ")}`);
    return 2;
  }
  return await runTests({ paths, options });
}

/** Rooms of the map, and folders of tests that belong to no room. */
function roomNames(root: URL): string[] {
  const rooms = [...map.rooms, map.sandbox];
  const folders = [...Deno.readDirSync(new URL("tests/", root))].map(({ name }) => name).sort();
  const tested = new Set(
    rooms.flatMap(testFoldersOf).map((folder) => folder.slice("tests/".length)),
  );
  const others = folders.filter((name) => !tested.has(name) && name !== "support");
  return [...rooms.map(({ name }) => name), ...others];
}

function isThere(path: URL): boolean {
  try {
    Deno.statSync(path);
    return true;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}
