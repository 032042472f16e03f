/**
 * The trusted code inside a realm: runs the candidate's functions and lets text alone out.
 *
 * It is evaluated in each new realm before the candidate. The kernel calls the functions of a {@linkcode RealmControl}
 * to say what to do next and never runs candidate code by that; then it evaluates `trigger` under a time limit, which
 * does it. Whatever the candidate patches, throws or returns stays here.
 *
 * @module
 */
import { type Callee, invoke } from "./callee.ts";
import { type Crossing, importing, offering } from "./crossing.ts";
import { describeFailure, describeThrown } from "./describe_thrown.ts";
import { removeNondeterminism, seedRandom, stopClock } from "./determinism.ts";
import { foreignRecorder } from "./foreign_recorder.ts";
import { createMailbox } from "./mailbox.ts";
import {
  apply,
  defineProperty,
  emptyRecord,
  hasOwn,
  includes,
  isPromise,
  parseJson,
  promiseThen,
  quote,
  realNow,
  slice,
} from "./primordials.ts";
import { installConsole } from "./realm_console.ts";
import { createRecorder, type Recorder } from "./recorder.ts";
import { cannot } from "./revived_error.ts";
import { sealStackTraces } from "./stack_traces.ts";
import { createStatementProbe, type StatementProbe } from "./statement_probe.ts";
import { createTally } from "./tally.ts";
import { decodeLine, decodeText } from "./value/decode.ts";
import { encode, type EncodeRules } from "./value/encode.ts";
import { claimLimitsOf } from "./value/limits.ts";
import { ValueRefusal } from "./value/refusal.ts";
import type { RealmSettings } from "./wire.ts";

/** The global function that does what was armed; the candidate may call it, and nothing happens. */
export const trigger = "__opto_run";

/** The body of a unit or library. */
export type Body = (...parameters: unknown[]) => unknown;

/** What the kernel does with a realm; all arguments and results are primitives or functions of a realm. */
export interface RealmControl {
  addUnit(id: string, entry: string, body: Body): void;
  addLibrary(unit: string, specifier: string, body: Body): void;
  useData(unit: string, name: string, text: string): void;
  useTool(unit: string, name: string, tool: string): void;
  /** Another unit of this realm. */
  useUnit(unit: string, name: string, callee: string): void;
  /** A unit of another realm, by what that realm offers; `from` is its number. */
  useForeign(unit: string, name: string, callee: string, crossing: Crossing, from: string): void;
  /** A unit of this realm for another. */
  offer(unit: string): Crossing;
  /** Where this realm's recorder is, for the others of its program. */
  readonly recorder: Recorder;
  /** From now on what happens here is recorded there. */
  redirect(recorder: Recorder): void;
  /** Another realm of the program, which begins and reports with this one. */
  join(companion: Companion): void;
  readonly companion: Companion;
  armLoad(): void;
  /** Calls with each argument list from this place on; stops between two after the slice of time. */
  armCalls(
    unit: string,
    name: string,
    argsList: string,
    seed: number,
    sliceMs: number,
    first: number,
  ): void;
  /** Goes on where it stopped. */
  armRest(): void;
  /** Lets promises settle: text of `{ key, outcome }`. */
  armDelivery(text: string): void;
  /** Promises that wait for something outside, and those that settled: JSON text, empty when there is nothing. */
  takeMail(): string;
  /** Whether the argument list at hand waits for a promise. */
  isPending(): boolean;
  /** How many argument lists are done. */
  done(): number;
  /** Gives the argument list at hand up; what it did so far, as fields of an outcome. */
  abandon(): string;
  /** Outcomes since the last time, separated by commas. */
  takeOutcomes(): string;
}

/** A realm as another one of the same program sees it. */
export interface Companion {
  /** A new call of the host begins. */
  begin(seed: number): void;
  /** Hands what happened to the recorder. */
  flush(): void;
}

interface LoadedUnit {
  readonly id: string;
  readonly entry: string;
  readonly body: Body;
  readonly libraries: Record<string, Body>;
  readonly probe: StatementProbe;
  exports: Record<string, unknown>;
  uses: Record<string, unknown> | undefined;
}

/**
 * Prepares the realm it is evaluated in.
 *
 * @param settingsText JSON of {@linkcode RealmSettings}
 * @param mark a symbol that no candidate can get hold of; says that a result waits as text
 */
export function openRealm(settingsText: string, mark: symbol): RealmControl {
  const settings = parseJson(settingsText) as RealmSettings; // the kernel wrote it
  const limits = claimLimitsOf(settings);
  const resultRules: EncodeRules = { limits, name: "result", isExact: false };
  const ownRecorder = createRecorder(settings);
  let recorder: Recorder = ownRecorder;
  const setSeed = seedRandom();
  removeNondeterminism();
  sealStackTraces();
  if (settings.clock === "stopped") stopClock();
  installConsole(() => recorder);

  const units = emptyRecord<LoadedUnit>();
  /** The same in the order in which they came. */
  const order = emptyRecord<LoadedUnit>();
  let unitCount = 0;
  const companions = emptyRecord<Companion>();
  let companionCount = 0;
  const mailbox = createMailbox();
  const tally = createTally(settings.maxCalls, () => recorder);

  let armed: (() => string) | undefined;
  let outcomes = "";
  /** Argument lists, each encoded by itself: two calls share no object. */
  let list: unknown[] = [];
  let hasTags = false;
  let calledUnit = "";
  let calledName = "";
  let callee: Callee | undefined;
  let seed = 0;
  let sliceMs = 0;
  let next = 0;
  /** Numbers the argument lists, so that a promise that settles too late finds no one waiting. */
  let ticket = 0;
  let isPending = false;

  defineProperty(globalThis, trigger, {
    value: () => {
      const job = armed;
      armed = undefined;
      return job === undefined ? "" : job();
    },
  });

  function unitOf(id: string): LoadedUnit {
    const unit = units[id];
    if (unit === undefined) throw cannot(`find unit ${quote(id)} in this realm`);
    return unit;
  }

  function usesOf(id: string): Record<string, unknown> {
    const unit = unitOf(id);
    return unit.uses ??= {};
  }

  function load(): string {
    for (let index = 0; index < unitCount; index++) {
      const unit = order[index] as LoadedUnit; // below their count
      try {
        // Not as a method, or `this` would be the unit.
        const exports = apply(unit.body, undefined, [importerOf(unit), unit.probe.probe]);
        unit.exports = exports as Record<string, unknown>; // the compiler wrote the return statement
      } catch (thrown) {
        return `{"kind":"thrown","error":${failureOf(thrown)}}`;
      }
      if (unit.entry !== "" && functionOf(unit, unit.entry) === undefined) {
        const message = `Cannot find a function named ${quote(unit.entry)}`;
        return `{"kind":"thrown","error":${describeFailure("ReferenceError", message)}}`;
      }
    }
    return `{"kind":"loaded"}`;
  }

  /** Each library is evaluated once for its unit, when first imported. */
  function importerOf(unit: LoadedUnit): (specifier: string) => unknown {
    const loaded = emptyRecord<unknown>();
    return (specifier) => {
      if (hasOwn(loaded, specifier)) return loaded[specifier];
      const body = unit.libraries[specifier];
      if (body === undefined) {
        throw cannot(`import ${quote(specifier)}: it is not among the libraries`);
      }
      return loaded[specifier] = body();
    };
  }

  function functionOf(unit: LoadedUnit, name: string): Body | undefined {
    if (!hasOwn(unit.exports, name)) return undefined;
    const value = unit.exports[name];
    return typeof value === "function" ? value as Body : undefined;
  }

  /** What is called by this name; found when first called, for units are loaded after they are linked. */
  function calleeOf(id: string, name: string): Callee {
    const unit = unitOf(id);
    const run = functionOf(unit, name);
    if (run === undefined) throw cannot(`find a function named ${quote(name)}`);
    return { run, uses: unit.uses };
  }

  function runCalls(): string {
    const end = realNow() + sliceMs;
    const { length } = list;
    while (next < length) {
      const mine = ++ticket;
      begin(seed);
      for (let index = 0; index < companionCount; index++) companions[index]?.begin(seed);
      try {
        const args = (hasTags ? decodeLine(list[next]) : list[next]) as unknown[]; // the host wrote it
        const result: unknown = invoke(callee ??= calleeOf(calledUnit, calledName), args);
        if (isPromise(result)) {
          promiseThen( // throws for what only looks like a promise
            result,
            (value) => settle(mine, value, false),
            (thrown) => settle(mine, thrown, true),
          );
          isPending = true;
          return "";
        }
        finish(valueOutcome(result));
      } catch (thrown) {
        finish(`{"kind":"thrown","error":${failureOf(thrown)}`);
      }
      if (realNow() >= end) break;
    }
    return "";
  }

  function settle(mine: number, value: unknown, isError: boolean): void {
    if (mine !== ticket || !isPending) return;
    isPending = false;
    finish(isError ? `{"kind":"thrown","error":${failureOf(value)}` : valueOutcome(value));
  }

  /** All but the closing brace. */
  function valueOutcome(value: unknown): string {
    try {
      return `{"kind":"value","value":${encode(value, resultRules)}`;
    } catch (error) {
      if (!(error instanceof ValueRefusal)) return `{"kind":"thrown","error":${failureOf(error)}`;
      const message = `Cannot take what was returned as plain data: ${error.reason}`;
      return `{"kind":"refused","error":${describeFailure("TypeError", message)}`;
    }
  }

  function failureOf(thrown: unknown): string {
    const text = describeThrown(thrown);
    for (let index = 0; index < unitCount; index++) {
      const locals = order[index]?.probe.localsOf(thrown);
      if (locals !== undefined) return `${slice(text, 0, -1)},"locals":${locals}}`;
    }
    return text;
  }

  function finish(outcome: string): void {
    next++;
    outcomes += `${outcomes === "" ? "" : ","}${outcome}${report()}}`;
  }

  function report(): string {
    for (let index = 0; index < companionCount; index++) companions[index]?.flush();
    flush();
    return ownRecorder.take();
  }

  function begin(seed: number): void {
    setSeed(seed);
    tally.begin();
  }

  function flush(): void {
    tally.flush();
    for (let index = 0; index < unitCount; index++) order[index]?.probe.flush(recorder);
  }

  return {
    addUnit(id, entry, body) {
      order[unitCount++] = units[id] = {
        id,
        entry,
        body,
        libraries: emptyRecord(),
        probe: createStatementProbe(id),
        exports: emptyRecord(),
        uses: undefined,
      };
    },
    addLibrary: (unit, specifier, body) => void (unitOf(unit).libraries[specifier] = body),
    useData: (unit, name, text) => void (usesOf(unit)[name] = decodeText(text)),
    useTool: (unit, name, tool) => void (usesOf(unit)[name] = tally.tool(tool, limits, mailbox)),
    useUnit: (unit, name, callee) =>
      void (usesOf(unit)[name] = tally.unit(callee, () => calleeOf(callee, unitOf(callee).entry))),
    useForeign(unit, name, callee, crossing, from) {
      const border = { mark, limits, from, mailbox };
      usesOf(unit)[name] = importing(crossing, tally.meter(callee), border);
    },
    offer: (unit) =>
      offering(() => calleeOf(unit, unitOf(unit).entry), { mark, limits, mailbox, failureOf }),
    recorder: ownRecorder,
    redirect: (other) => void (recorder = foreignRecorder(other)),
    join: (companion) => void (companions[companionCount++] = companion),
    companion: { begin, flush },
    armLoad: () => void (armed = load),
    armCalls(unit, name, argsList, newSeed, newSliceMs, first) {
      callee = undefined;
      calledUnit = unit;
      calledName = name;
      seed = newSeed;
      sliceMs = newSliceMs;
      next = first;
      outcomes = "";
      isPending = false;
      list = parseJson(argsList) as unknown[]; // the host wrote it
      hasTags = includes(argsList, '"$"');
      armed = runCalls;
    },
    armRest: () => void (armed = runCalls),
    armDelivery: (text) => void (armed = () => mailbox.deliver(text)),
    takeMail: () => mailbox.take(),
    isPending: () => isPending,
    done: () => next,
    abandon() {
      ticket++;
      next++;
      isPending = false;
      mailbox.clear();
      return report();
    },
    takeOutcomes() {
      const taken = outcomes;
      outcomes = "";
      return taken;
    },
  };
}
