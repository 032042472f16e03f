/**
 * Rules for the public names: examples, spelling and number.
 *
 * @module
 */

/** One declaration of an exported name. */
export interface Export {
  readonly name: string;
  /** Entry point that exports it: `mod.ts`. */
  readonly entry: string;
  /** Declaration kind of `deno doc`: `function`, `class`, `variable`, `interface`, `typeAlias`. */
  readonly kind: string;
  /** File and line of the declaration: `src/trace/node.ts:44`. */
  readonly place: string;
  readonly hasExample: boolean;
  /** Name of the type that a function returns or a constant has, where it has one. */
  readonly gives?: string | undefined;
}

/** Most names at the root. */
export const maxRootNames = 60;

const values: ReadonlySet<string> = new Set(["function", "class", "variable", "enum"]);

/** Sentences about all broken rules. */
export function checkExports(exports: readonly Export[], root: string): string[] {
  return [
    ...missingExamples(exports),
    ...ambiguousNames(exports),
    ...similarNames(exports),
    ...crowdedRoot(exports, root),
  ];
}

/** The number of names of one entry point. */
export function countNames(exports: readonly Export[], entry: string): number {
  return new Set(exports.filter((one) => one.entry === entry).map(({ name }) => name)).size;
}

/** A function or class needs an example; of an overloaded function, one signature does. */
function missingExamples(exports: readonly Export[]): string[] {
  return [...groupBy(exports, ({ name }) => name).values()].flatMap((declarations) => {
    const [first] = declarations.filter(({ kind }) => kind === "function" || kind === "class");
    return first === undefined || declarations.some(({ hasExample }) => hasExample)
      ? []
      : [`${first.place}: the ${first.kind} "${first.name}" needs an @example`];
  });
}

/** One name is one thing: entry points that export the same name export the same declaration. */
function ambiguousNames(exports: readonly Export[]): string[] {
  return [...groupBy(exports, ({ name }) => name)].flatMap(([name, declarations]) => {
    const places = groupBy(declarations, ({ place }) => place.replace(/:\d+$/, ""));
    return places.size < 2
      ? []
      : [`"${name}" names different things: ${[...places.values()].map(describe).join(", ")}`];
  });
}

/** Names that differ by case alone are refused, unless one is the type of what the other gives: `Node` and `node`. */
function similarNames(exports: readonly Export[]): string[] {
  return [...groupBy(exports, ({ name }) => name.toLowerCase()).values()].flatMap((similar) => {
    const byName = [...groupBy(similar, ({ name }) => name).values()];
    if (byName.length < 2) return [];
    const valued = byName.filter((group) => group.some(({ kind }) => values.has(kind)));
    const types = byName.filter((group) => !valued.includes(group)).map(nameOf);
    const given = new Set(valued.flat().map(({ gives }) => gives));
    return valued.length === 1 && types.every((name) => given.has(name))
      ? []
      : [`Names differ by case alone: ${byName.map(describe).join(", ")}`];
  });
}

function crowdedRoot(exports: readonly Export[], root: string): string[] {
  const count = countNames(exports, root);
  return count <= maxRootNames
    ? []
    : [`${root}: exports ${count} names; at most ${maxRootNames} may stand at the root`];
}

/** `"node" (mod.ts, src/trace/node.ts:44)`. */
function describe([one]: readonly Export[]): string {
  return `"${one?.name}" (${one?.entry}, ${one?.place})`;
}

function nameOf([one]: readonly Export[]): string | undefined {
  return one?.name;
}

function groupBy<T>(items: readonly T[], key: (item: T) => string): Map<string, T[]> {
  return Map.groupBy(items, key);
}
