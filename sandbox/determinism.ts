/**
 * Makes a realm deterministic on every machine: seeded random numbers, a stopped clock.
 *
 * Runs once per realm, before any candidate code.
 *
 * @module
 */
import { apply, construct, defineProperty } from "./primordials.ts";

/** The time of the stopped clock: 2026-01-01T00:00:00Z. */
const fixedTime = 1_767_225_600_000;

/** Replaces `Math.random`. @returns a function that sets the seed */
export function seedRandom(): (seed: number) => void {
  let state = 0;
  // Mulberry32, by Tommy Ettinger: 32 bits of state are enough for tie-breaks.
  function random(): number {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  }
  const { imul } = Math;
  hide(Math, "random", random);
  return (seed) => void (state = seed | 0);
}

/** Removes globals that are nondeterministic or reach outside the realm. */
export function removeNondeterminism(): void {
  const names = [
    "Atomics",
    "SharedArrayBuffer",
    "WebAssembly",
    "WeakRef",
    "FinalizationRegistry",
    "queueMicrotask",
  ];
  for (const name of names) Reflect.deleteProperty(globalThis, name);
}

/** Stops the clock that `Date`, `Temporal` and `Intl` read. */
export function stopClock(): void {
  const RealDate = Date;
  const { prototype } = RealDate;
  const toText = prototype.toString;
  function StoppedDate(...args: unknown[]): unknown {
    if (new.target === undefined) return apply(toText, new RealDate(fixedTime), []);
    return construct(RealDate, args.length === 0 ? [fixedTime] : args, new.target);
  }
  hide(StoppedDate, "length", 7);
  hide(StoppedDate, "name", "Date");
  hide(StoppedDate, "now", () => fixedTime);
  hide(StoppedDate, "parse", RealDate.parse);
  hide(StoppedDate, "UTC", RealDate.UTC);
  defineProperty(StoppedDate, "prototype", { value: prototype, writable: false });
  hide(prototype, "constructor", StoppedDate);
  hide(globalThis, "Date", StoppedDate);
  Reflect.deleteProperty(globalThis, "Temporal");
  Reflect.deleteProperty(prototype, "toTemporalInstant"); // an instant leads to all of Temporal
  stopFormats(Intl.DateTimeFormat.prototype);
}

/** A date format called without a date uses the current time; this replaces it by the stopped time. */
function stopFormats(prototype: Intl.DateTimeFormat): void {
  const format = Object.getOwnPropertyDescriptor(prototype, "format")?.get;
  const { formatToParts } = prototype;
  defineProperty(prototype, "format", {
    configurable: true,
    get(this: unknown): unknown {
      if (format === undefined) return undefined;
      const bound = apply(format, this, []);
      return (date?: unknown) => apply(bound, undefined, [date === undefined ? fixedTime : date]);
    },
  });
  hide(prototype, "formatToParts", function (this: unknown, date?: unknown): unknown {
    return apply(formatToParts, this, [date === undefined ? fixedTime : date]);
  });
}

/** Defines a property like a built-in: writable, configurable, not enumerable. */
function hide(target: object, name: string, value: unknown): void {
  defineProperty(target, name, { value, writable: true, configurable: true, enumerable: false });
}
