/**
 * Gives the nodes of one graph different names, by their order alone.
 *
 * @module
 */
import type { TraceNode } from "../trace_node.ts";

const maxNameLength = 100;

/** The names of one graph: names of their own are kept, others are numbered from 0 in the order of the calls. */
export class NameTable {
  /** Numbered names are not kept: a stem ends in no digit, so a name can be split into stem and number. */
  readonly #claimed = new Set<string>();
  readonly #counters = new Map<string, Counter>();

  /** `name` itself if it is free, else numbered. */
  claim(name: string): string {
    if (this.#claimed.has(name) || this.#isNumbered(name)) return this.number(name);
    this.#claimed.add(name);
    return name;
  }

  /**
   * `base` with the next free number: `add0`, `add1`; `x1_0` when it ends in a digit, so that it is not
   * `x`'s tenth.
   */
  number(base: string): string {
    const counter = this.#counterFor(base);
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
    const stem = tidy(base);
    let counter = this.#counters.get(stem);
    if (counter === undefined) {
      counter = { stem, next: 0 };
      this.#counters.set(stem, counter);
    }
    return counter;
  }
}

interface Counter {
  readonly stem: string;
  next: number;
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
