/**
 * The argument lists that a realm calls one function with, and their outcomes.
 *
 * @module
 */
import { type Callee, invoke } from "./callee.ts";
import { describeFailure } from "./describe_thrown.ts";
import { isPromise, promiseThen, realNow } from "./primordials.ts";
import type { RealmUnits } from "./realm_units.ts";
import { decodeLine } from "./value/decode.ts";
import { encode, type EncodeRules } from "./value/encode.ts";
import type { ValueLimits } from "./value/limits.ts";
import { ValueRefusal } from "./value/refusal.ts";

/** The realms of the program, as the realm that runs the calls sees them. */
export interface CallSurroundings {
  readonly units: RealmUnits;
  /** Limits of a result. */
  readonly limits: ValueLimits;
  /** Begins another argument list in all realms of the program. */
  readonly begin: (seed: number) => void;
  /** Takes the record of all realms, as fields of an outcome. */
  readonly takeRecord: () => string;
}

/** The calls of one request. */
export interface CallOrder {
  readonly unit: string;
  readonly name: string;
  /** Each encoded by itself: two calls share no object. */
  readonly argsLists: readonly unknown[];
  /** Whether any of them holds tagged values, which must be decoded. */
  readonly hasTags: boolean;
  readonly seed: number;
  /** The realm stops between two argument lists after this time. */
  readonly sliceMs: number;
  /** Place of the first argument list to call. */
  readonly first: number;
}

const noCalls: CallOrder = {
  unit: "",
  name: "",
  argsLists: [],
  hasTags: false,
  seed: 0,
  sliceMs: 0,
  first: 0,
};

/** Calls a function with each argument list in turn. */
export class RealmCalls {
  readonly #units: RealmUnits;
  readonly #rules: EncodeRules;
  readonly #begin: (seed: number) => void;
  readonly #takeRecord: () => string;
  #order = noCalls;
  /** Found at the first call. */
  #callee: Callee | undefined;
  #done = 0;
  #outcomes = "";
  #isPending = false;
  /** Numbers the argument lists, so that a promise that settles too late changes none. */
  #ticket = 0;

  /** @param surroundings the units, and the record of all realms */
  constructor({ units, limits, begin, takeRecord }: CallSurroundings) {
    this.#units = units;
    this.#rules = { limits, name: "result", isExact: false };
    this.#begin = begin;
    this.#takeRecord = takeRecord;
  }

  /** Whether the argument list at hand waits for a promise. */
  get isPending(): boolean {
    return this.#isPending;
  }

  /** How many argument lists are done. */
  get done(): number {
    return this.#done;
  }

  /** Sets the calls; nothing runs yet. */
  set(order: CallOrder): void {
    this.#order = order;
    this.#callee = undefined;
    this.#done = order.first;
    this.#outcomes = "";
    this.#isPending = false;
  }

  /** Calls with one argument list after the other, until one waits or the slice of time is over. */
  run(): void {
    const { argsLists, sliceMs } = this.#order;
    const end = realNow() + sliceMs;
    const { length } = argsLists;
    while (this.#done < length) {
      this.#runNext();
      if (this.#isPending || realNow() >= end) return;
    }
  }

  /** Gives the argument list at hand up. @returns its record, as fields of an outcome */
  abandon(): string {
    this.#ticket++;
    this.#done++;
    this.#isPending = false;
    return this.#takeRecord();
  }

  /** Outcomes since the last time, separated by commas. */
  takeOutcomes(): string {
    const taken = this.#outcomes;
    this.#outcomes = "";
    return taken;
  }

  #runNext(): void {
    const { unit, name, argsLists, hasTags, seed } = this.#order;
    const mine = ++this.#ticket;
    this.#begin(seed);
    try {
      const callee = this.#callee ??= this.#units.calleeOf(unit, name);
      const list = argsLists[this.#done];
      const args = (hasTags ? decodeLine(list) : list) as readonly unknown[]; // the host wrote it
      const result: unknown = invoke(callee, args);
      if (!isPromise(result)) return this.#finish(this.#valueOutcome(result));
      promiseThen( // throws for what only looks like a promise
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
    this.#outcomes += `${this.#outcomes === "" ? "" : ","}${outcome}${this.#takeRecord()}}`;
  }

  /** All but the closing brace. */
  #valueOutcome(value: unknown): string {
    try {
      return `{"kind":"value","value":${encode(value, this.#rules)}`;
    } catch (error) {
      if (!(error instanceof ValueRefusal)) return this.#thrownOutcome(error);
      const message = `Cannot take what was returned as plain data: ${error.reason}`;
      return `{"kind":"refused","error":${describeFailure("TypeError", message)}`;
    }
  }

  /** All but the closing brace. */
  #thrownOutcome(thrown: unknown): string {
    return `{"kind":"thrown","error":${this.#units.failureOf(thrown)}`;
  }
}
