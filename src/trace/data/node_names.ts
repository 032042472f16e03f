/**
 * Gives the nodes of one graph unique names that depend only on their order.
 *
 * @module
 */
import { isTraceNode, type TraceNode } from "../trace_node.ts";

const maxNameLength = 100;

/** The names of one graph: given names are kept, other names are numbered from 0. */
export class NameTable {
  /** Numbered names need no entry: a stem never ends in a digit, so a name splits into stem and number in one way. */
  readonly #claimed = new Set<string>();
  /** The claimed names without their last digits: on another stem every number is free. */
  readonly #claimedStems = new Set<string>();
  /** By stem, */
  readonly #counters = new Map<string, Counter>();
  /** and by the bases seen. */
  readonly #known = new Map<string, Counter>();

  /** `name` itself if it is free, otherwise numbered. */
  claim(name: string): string {
    if (this.#claimed.has(name) || this.#isNumbered(name)) return this.number(name);
    this.#claimed.add(name);
    this.#claimedStems.add(name.replace(/\d+$/, ""));
    return name;
  }

  /**
   * `base` with the next free number: `add0`, `add1`; after a digit with an underscore, so that `x1_0` differs from
   * `x10`.
   */
  number(base: string): string {
    const counter = this.#counterFor(base);
    if (!this.#claimedStems.has(counter.stem)) return `${counter.stem}${counter.next++}`;
    let name: string;
    do name = `${counter.stem}${counter.next++}`; while (this.#claimed.has(name));
    return name;
  }

  #isNumbered(name: string): boolean {
    const digits = /(?:0|[1-9]\d*)$/.exec(name);
    if (digits === null) return false;
    const counter = this.#counters.get(name.slice(0, digits.index));
    return counter !== undefined && Number(digits[0]) < counter.next;
  }

  #counterFor(base: string): Counter {
    const known = this.#known.get(base);
    if (known !== undefined) return known;
    const stem = tidy(base);
    const counter = this.#counters.get(stem) ?? { stem, next: 0 };
    this.#counters.set(stem, counter);
    this.#known.set(base, counter);
    return counter;
  }
}

interface Counter {
  readonly stem: string;
  next: number;
}

/** A name on one line. */
function tidy(base: string): string {
  const line = base.replaceAll(/\s+/g, "_").slice(0, maxNameLength) || "_";
  return /\d$/.test(line) ? `${line}_` : line;
}

/** The base of a name numbered by `NameTable`. */
export function baseOf(name: string): string {
  let end = name.length;
  while (end > 0 && isDigit(name, end - 1)) end--;
  if (end === name.length) return name;
  if (end > 1 && name[end - 1] === "_" && isDigit(name, end - 2)) end--;
  return name.slice(0, end) || name;
}

function isDigit(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  return code >= 48 && code <= 57;
}

/** Parameters in order, each once, or the same by their paths: `agent.parameters()`. */
export type NamedParameters = readonly TraceNode[] | ReadonlyMap<string, TraceNode>;

/**
 * The names of parameters: their own where given and unique, otherwise their paths (`a.style`), or numbers in list order
 * where paths are unknown.
 *
 * The same list gives the same names, so names are stable from step to step; and so do the names themselves, as paths.
 *
 * @param parameters of a list each counts once
 */
export function parameterNames(
  parameters: NamedParameters,
  table: NameTable = new NameTable(),
): Map<TraceNode, string> {
  const paths = pathsOf(parameters);
  const counts = new Map<string, number>();
  for (const { baseName } of paths.keys()) counts.set(baseName, (counts.get(baseName) ?? 0) + 1);
  const names = new Map<TraceNode, string>();
  for (const [node, path] of paths) {
    const isOwn = node.isNamed || path === undefined;
    if (isOwn && counts.get(node.baseName) === 1) names.set(node, table.claim(node.baseName));
  }
  for (const [node, path] of paths) {
    if (names.has(node)) continue;
    const isName = path !== undefined && path.length <= maxNameLength && !path.includes(":");
    names.set(node, isName ? table.claim(path) : table.number(node.baseName));
  }
  return names;
}

/** Each parameter once, with its first path if any is known. */
function pathsOf(parameters: NamedParameters): Map<TraceNode, string | undefined> {
  const paths = new Map<TraceNode, string | undefined>();
  for (const item of parameters) {
    const [path, node] = isTraceNode(item) ? [undefined, item] : item;
    if (!paths.has(node)) paths.set(node, path);
  }
  return paths;
}
