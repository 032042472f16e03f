/**
 * An attack: one file that says in its first lines what it tries and what must come back.
 *
 * @module
 */

/** Where an attack runs: as a candidate, in place of the kernel's worker, or in place of the child's main module. */
export type Layer = "realm" | "worker" | "process";

/** One file under `attacks/`. */
export interface Attack {
  readonly layer: Layer;
  /** Kind and file name: `loops/while_true`. */
  readonly name: string;
  /** `// Tries …`, in words. */
  readonly tries: string;
  /** `// Comes back: <kinds> /<pattern>/`: how the call may end, and what its value or error says. */
  readonly kinds: readonly string[];
  readonly pattern: RegExp;
  /** `// Refused by: <stage>`: the static check that would have refused it before. */
  readonly refusedBy: string | undefined;
  /** `// In a task: <reason>`: why the code of a stranger's task may do what a candidate may not. */
  readonly allowedInTask: string | undefined;
  readonly source: string;
}

/** Reads all attacks of one layer, in order. */
export async function readAttacks(layer: Layer): Promise<Attack[]> {
  const root = new URL(`attacks/${layer}/`, import.meta.url);
  const attacks: Attack[] = [];
  for await (const folder of Deno.readDir(root)) {
    for await (const file of Deno.readDir(new URL(`${folder.name}/`, root))) {
      const source = await Deno.readTextFile(new URL(`${folder.name}/${file.name}`, root));
      const name = `${folder.name}/${file.name.replace(/\.[jt]s$/, "")}`;
      attacks.push(parseAttack(layer, name, source));
    }
  }
  return attacks.sort((a, b) => a.name < b.name ? -1 : 1);
}

/** @throws {SyntaxError} for a file whose first lines do not say what they must */
export function parseAttack(layer: Layer, name: string, source: string): Attack {
  const tries = /^\/\/ Tries (.+)$/m.exec(source)?.[1];
  const [, kinds, pattern] = /^\/\/ Comes back: ([a-z|]+) \/(.*)\/$/m.exec(source) ?? [];
  if (tries === undefined || kinds === undefined || pattern === undefined) {
    throw new SyntaxError(
      `Cannot read "${layer}/${name}" as an attack: no Tries or Comes back line`,
    );
  }
  const refusedBy = /^\/\/ Refused by: ([a-z-]+)$/m.exec(source)?.[1];
  return {
    layer,
    name,
    tries,
    kinds: kinds.split("|"),
    pattern: new RegExp(pattern, "s"),
    refusedBy,
    allowedInTask: /^\/\/ In a task: (.+)$/m.exec(source)?.[1],
    source,
  };
}
