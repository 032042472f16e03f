/**
 * Gives the nodes of one graph names that no two of them share, by their order alone.
 *
 * @module
 */
import type { TraceNode } from "./trace_node.ts";

const maxNameLength = 100;

/** The names of one graph: own names are kept, others are numbered from 0 in the order they are asked for. */
export class NameTable {
  readonly #taken = new Set<string>();
  readonly #next = new Map<string, number>();

  /** `name` itself if it is free, else numbered. */
  claim(name: string): string {
    if (this.#taken.has(name)) return this.number(name);
    this.#taken.add(name);
    return name;
  }

  /** `base` with the next free number: `add0`, `add1`; `x1_0` when it ends in a digit, so that it is not `x`'s tenth. */
  number(base: string): string {
    const stem = tidy(base);
    let index = this.#next.get(stem) ?? 0;
    while (this.#taken.has(`${stem}${index}`)) index++;
    this.#next.set(stem, index + 1);
    const name = `${stem}${index}`;
    this.#taken.add(name);
    return name;
  }
}

/** A name fit for one line. */
function tidy(base: string): string {
  const line = base.replaceAll(/\s+/g, "_").slice(0, maxNameLength) || "_";
  return /\d$/.test(line) ? `${line}_` : line;
}

/** The base of a name that `NameTable` numbered. */
export function baseOf(name: string): string {
  return name.replace(/(?:(?<=\d)_)?\d+$/, "") || name;
}

/**
 * The names of parameters: their own where unique, numbered in the order of the list where several share one.
 *
 * The same list gives the same names, so they are stable from step to step.
 *
 * @param parameters each once
 */
export function parameterNames(
  parameters: Iterable<TraceNode>,
  table: NameTable = new NameTable(),
): Map<TraceNode, string> {
  const list = [...new Set(parameters)];
  const counts = new Map<string, number>();
  for (const { baseName } of list) counts.set(baseName, (counts.get(baseName) ?? 0) + 1);
  const names = new Map<TraceNode, string>();
  for (const node of list) {
    if (counts.get(node.baseName) === 1) names.set(node, table.claim(node.baseName));
  }
  for (const node of list) {
    if (!names.has(node)) names.set(node, table.number(node.baseName));
  }
  return names;
}
