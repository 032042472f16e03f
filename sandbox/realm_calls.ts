/**
 * The calls of one function in a realm, one per argument list, and their outcomes.
 *
 * @module
 */
import { type Callee, invoke } from "./callee.ts";
import { describeFailure } from "./describe_thrown.ts";
import { isPromise, promiseThen, realNow } from "./primordials.ts";
import type { RealmUnits } from "./realm_units.ts";
import { decodeTrusted } from "./value/decode.ts";
import { encode, type EncodeRules } from "./value/encode.ts";
import type { ValueLimits } from "./value/limits.ts";
import { ValueRefusal } from "./value/refusal.ts";

/** The realms of the program, as needed by the calling realm. */
export interface CallSurroundings {
  readonly units: RealmUnits;
  /** Limits of a result. */
  readonly limits: ValueLimits;
  /** Starts another argument list in all realms of the program. */
  readonly begin: (seed: number, recordsCalls: boolean) => void;
  /** Takes the records of all realms, as fields of an outcome. */
  readonly takeRecord: () => string;
}

/** The calls of one request. */
export interface CallOrder {
  readonly unit: string;
  readonly name: string;
  /** Each encoded separately: two calls share no object. */
  readonly argsLists: readonly unknown[];
  /** Whether any argument list contains tagged values, which must be decoded. */
  readonly hasTags: boolean;
  readonly seed: number;
  /** The realm stops between two argument lists after this time. */
  readonly sliceMs: number;
  /** Index of the first argument list to call. */
  readonly first: number;
  /** Whether inner calls are recorded. */
  readonly recordsCalls: boolean;
}

const noCalls: CallOrder = {
  unit: "",
  name: "",
  argsLists: [],
  hasTags: false,
  seed: 0,
  sliceMs: 0,
  first: 0,
  recordsCalls: true,
};

/** Calls a function with one argument list after another. */
export class RealmCalls {
  readonly #units: RealmUnits;
  readonly #rules: EncodeRules;
  readonly #begin: CallSurroundings["begin"];
  readonly #takeRecord: () => string;
  #order = noCalls;
  /** Found at the first call. */
  #callee: Callee | undefined;
  #done = 0;
  #outcomes = "";
  #isPending = false;
  #isUnfinished = false;
  /** Numbers the argument lists, so that a promise that settles too late changes no later one. */
  #ticket = 0;

  /** @param surroundings the units, and the records of all realms */
  constructor({ units, limits, begin, takeRecord }: CallSurroundings) {
    this.#units = units;
    this.#rules = { limits, name: "result", isExact: false };
    this.#begin = begin;
    this.#takeRecord = takeRecord;
  }

  /** Whether the current argument list waits for a promise. */
  get isPending(): boolean {
    return this.#isPending;
  }

  /** Whether an argument list has begun and has no outcome yet. */
  get isUnfinished(): boolean {
    return this.#isUnfinished;
  }

  /** Number of finished argument lists. */
  get done(): number {
    return this.#done;
  }

  /** Sets the calls; runs no code yet. */
  set(order: CallOrder): void {
    this.#order = order;
    this.#callee = undefined;
    this.#done = order.first;
    this.#outcomes = "";
    this.#isPending = this.#isUnfinished = false;
  }

  /** Calls with one argument list after another, until one waits or the time slice ends. */
  run(): void {
    const { argsLists, sliceMs } = this.#order;
    const end = realNow() + sliceMs;
    const { length } = argsLists;
    while (this.#done < length) {
      this.#runNext();
      if (this.#isPending || realNow() >= end) return;
    }
  }

  /** Ends the current argument list. @returns its record, as fields of an outcome */
  abandon(): string {
    this.#ticket++;
    this.#done++;
    this.#isPending = this.#isUnfinished = false;
    return this.#takeRecord();
  }

  /** Outcomes since the last call, separated by commas. */
  takeOutcomes(): string {
    const taken = this.#outcomes;
    this.#outcomes = "";
    return taken;
  }

  #runNext(): void {
    const { unit, name, argsLists, hasTags, seed, recordsCalls } = this.#order;
    const mine = ++this.#ticket;
    this.#isUnfinished = true;
    this.#begin(seed, recordsCalls);
    try {
      const callee = this.#callee ??= this.#units.calleeOf(unit, name);
      const list = argsLists[this.#done];
      const args = (hasTags ? decodeTrusted(list) : list) as readonly unknown[]; // the host wrote it
      const result: unknown = invoke(callee, args);
      if (!isPromise(result)) return this.#finish(this.#valueOutcome(result));
      promiseThen( // throws for a value that only looks like a promise
        result,
        (value) => this.#settle(mine, value, false),
        (thrown) => this.#settle(mine, thrown, true),
      );
      this.#isPending = true;
    } catch (thrown) {
      this.#finish(this.#thrownOutcome(thrown));
    }
  }

  #settle(mine: number, value: unknown, isError: boolean): void {
    if (mine !== this.#ticket || !this.#isPending) return;
    this.#isPending = false;
    this.#finish(isError ? this.#thrownOutcome(value) : this.#valueOutcome(value));
  }

  #finish(outcome: string): void {
    this.#done++;
    this.#isUnfinished = false;
    this.#outcomes += `${this.#outcomes === "" ? "" : ","}${outcome}${this.#takeRecord()}}`;
  }

  /** Without the closing brace. */
  #valueOutcome(value: unknown): string {
    try {
      return `{"kind":"value","value":${encode(value, this.#rules)}`;
    } catch (error) {
      if (!(error instanceof ValueRefusal)) return this.#thrownOutcome(error);
      const message = `Cannot return the result as plain data: ${error.reason}`;
      return `{"kind":"refused","error":${describeFailure("TypeError", message)}`;
    }
  }

  /** Without the closing brace. */
  #thrownOutcome(thrown: unknown): string {
    return `{"kind":"thrown","error":${this.#units.failureOf(thrown)}`;
  }
}
