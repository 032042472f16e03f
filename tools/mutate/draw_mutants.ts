/**
 * Draws the mutants of rooms in a random order that a seed decides.
 *
 * @module
 */
import type { Modules } from "../imports.ts";
import { map, roomNamed, roomOf } from "../rooms.ts";
import { findMutants } from "./find_mutants.ts";
import { shortHash } from "./mutant.ts";
import type { PendingMutant } from "./mutation_run.ts";
import type { RunSettings } from "./results.ts";

/**
 * The mutants that are tried, in their order; one room after the other.
 *
 * @throws {TypeError} when a name is neither a room nor a path of one
 */
export async function drawMutants(
  root: URL,
  modules: Modules,
  settings: Pick<RunSettings, "rooms" | "sample" | "seed">,
): Promise<PendingMutant[]> {
  const found = new Map<string, PendingMutant>();
  for (const name of settings.rooms) {
    const files = filesOf(name, modules);
    if (files.length === 0) {
      throw new TypeError(`Cannot find "${name}" as a room or a path of one`);
    }
    const all = (await Promise.all(files.map((file) => mutantsOf(root, file)))).flat();
    for (const one of await draw(all, settings)) found.set(one.mutant.id, one);
  }
  return [...found.values()];
}

function filesOf(name: string, modules: Modules): string[] {
  const room = roomNamed(name, map);
  const folder = `${name.replace(/\/$/, "")}/`;
  const isIn = (file: string): boolean =>
    room
      ? roomOf(file, map) === room
      : !!roomOf(file, map) && (file === name || file.startsWith(folder));
  return [...modules.keys()].filter(isIn);
}

async function mutantsOf(root: URL, file: string): Promise<PendingMutant[]> {
  const text = await Deno.readTextFile(new URL(file, root));
  const fileHash = await shortHash(text);
  const mutants = await findMutants(file, roomOf(file, map)?.name ?? file, text);
  return mutants.map((mutant) => ({ mutant, text, fileHash }));
}

/** The order depends on seed and ids alone, so that edits elsewhere leave it as it is. */
async function draw(
  mutants: readonly PendingMutant[],
  { sample, seed }: Pick<RunSettings, "sample" | "seed">,
): Promise<PendingMutant[]> {
  const keyed = await Promise.all(
    mutants.map(async (one) => ({ one, key: await shortHash(`${seed} ${one.mutant.id}`) })),
  );
  keyed.sort((a, b) => a.key < b.key ? -1 : a.key > b.key ? 1 : 0);
  return keyed.slice(0, sample ?? keyed.length).map(({ one }) => one);
}
