/**
 * Guards the recorded values: a step that changes its inputs in place would change what earlier steps show.
 *
 * @module
 */
import { copyValue } from "./copy_value.ts";
import { equalValues } from "./equal_values.ts";
import { isContainer } from "./holds_node.ts";
import type { Origin, TraceNode } from "./trace_node.ts";

/** Maximum members, to any depth, of a value that is guarded: copying it and comparing takes microseconds. */
const maxMembers = 1_000;

/** A guarded input: its place among the inputs, and its value before the call. */
interface Guarded {
  readonly place: number;
  readonly before: unknown;
}

/** The inputs of one call that are guarded: arrays, records, maps and sets of at most a thousand members. */
export class InputGuard {
  readonly #origin: Origin;
  readonly #guarded: readonly Guarded[];

  /** Copies the guarded inputs; undefined for the usual call, which has none. */
  static of(origin: Origin): InputGuard | undefined {
    let guarded: Guarded[] | undefined;
    for (let place = 0; place < origin.inputs.length; place++) {
      const found = guardedInput(origin.inputs[place]!, place); // below their number
      if (found !== undefined) (guarded ??= []).push(found);
    }
    return guarded && new InputGuard(origin, guarded);
  }

  private constructor(origin: Origin, guarded: readonly Guarded[]) {
    this.#origin = origin;
    this.#guarded = guarded;
  }

  /**
   * Compares the inputs with their copies, after the call.
   *
   * @throws {TypeError} when one has changed
   */
  check(): void {
    const { operator, inputs, inputNames } = this.#origin;
    for (const { place, before } of this.#guarded) {
      if (equalValues(before, inputs[place]?.peek())) continue;
      throw new TypeError(
        `Cannot record "${operator.name}" as one step: its argument "${
          inputNames[place]
        }" was changed in place, ` +
          "and earlier steps would show the new value; return a new value, or set copyArguments: true",
      );
    }
  }
}

function guardedInput(input: TraceNode, place: number): Guarded | undefined {
  const value = input.peek();
  if (typeof value !== "object" || value === null || !isContainer(value)) return undefined;
  return isSmall(value) ? { place, before: copyValue(value) } : undefined;
}

/** Whether a container has at most `maxMembers`, to any depth; the count stops there. */
function isSmall(value: object): boolean {
  const pending: object[] = [value];
  const seen = new Set<object>(pending);
  let count = 0;
  for (let current = pending.pop(); current !== undefined; current = pending.pop()) {
    count += sizeOf(current);
    if (count > maxMembers) return false;
    for (const member of membersOf(current)) {
      if (typeof member !== "object" || member === null || seen.has(member)) continue;
      if (!isContainer(member)) continue;
      seen.add(member);
      pending.push(member);
    }
  }
  return true;
}

function sizeOf(value: object): number {
  if (Array.isArray(value)) return value.length;
  return value instanceof Map || value instanceof Set ? value.size : Object.keys(value).length;
}

function membersOf(value: object): readonly unknown[] {
  if (Array.isArray(value)) return value;
  if (value instanceof Map) return [...value].flat();
  return value instanceof Set ? [...value] : Object.values(value);
}
