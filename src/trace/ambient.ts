/**
 * The state of an asynchronous context: code runner, seed, scope, and whether calls are recorded.
 *
 * @module
 */
import { AsyncLocalStorage } from "node:async_hooks";
import { seedOf } from "../seeds.ts";
import type { CodeRunner } from "./code_runner.ts";
import { defaultCodeRunner } from "./host_services.ts";
import type { OpenCalls } from "./open_calls.ts";

/** A node or other object with the number of the frame that made it. */
export interface InFrame {
  readonly frameId: number;
}

/** Gives each call of candidate code its own seed: a stream that repeated would make a policy of chance a constant. */
export class CallSeeds {
  readonly #seed: number;
  #calls = 0;

  /** @param seed any integer; the first call gets it */
  constructor(seed: number) {
    this.#seed = seed;
  }

  /** The seed of the next call. The same for every candidate, as it depends only on the number of the call. */
  next(): number {
    const call = this.#calls++;
    return call === 0 ? this.#seed : seedOf(this.#seed, "call", call);
  }
}

/** The state of one asynchronous context. */
export interface Ambient {
  readonly runner: CodeRunner | undefined;
  readonly seeds: CallSeeds;
  /** Whether candidate code reports its statements. */
  readonly traceStatements: boolean;
  /** Whether calls inside candidate code are recorded. */
  readonly recordsCalls: boolean;
  /** Ends calls of candidate code. */
  readonly signal: AbortSignal | undefined;
  /** Notes calls of candidate code and of models. */
  readonly calls: OpenCalls | undefined;
  readonly scope: string;
  readonly isTracing: boolean;
  readonly frame: Frame | undefined;
}

/** The frame of a running bundle: its context, its inputs, and the other nodes it read. */
export class Frame implements Ambient {
  readonly runner: CodeRunner | undefined;
  readonly seeds: CallSeeds;
  readonly traceStatements: boolean;
  readonly recordsCalls: boolean;
  readonly signal: AbortSignal | undefined;
  readonly calls: OpenCalls | undefined;
  readonly scope: string;
  readonly isTracing: boolean;
  readonly frame: Frame;
  /** The `frameId` of nodes made while the bundle runs. */
  readonly id: number;
  readonly parent: Frame | undefined;
  readonly given: readonly InFrame[];
  /** Nodes read that are not inputs; undefined when there are none, the usual case. */
  externals: InFrame[] | undefined;

  /** @param caller the state of the call @param given the input nodes */
  constructor(caller: Ambient, given: readonly InFrame[]) {
    this.runner = caller.runner;
    this.seeds = caller.seeds;
    this.traceStatements = caller.traceStatements;
    this.recordsCalls = caller.recordsCalls;
    this.signal = caller.signal;
    this.calls = caller.calls;
    this.scope = caller.scope;
    this.isTracing = caller.isTracing;
    this.frame = this;
    this.id = ++shared.frames;
    this.parent = caller.frame;
    this.given = given;
  }
}

const outermost: Ambient = {
  runner: undefined,
  seeds: new CallSeeds(0),
  traceStatements: false,
  recordsCalls: true,
  signal: undefined,
  calls: undefined,
  scope: "",
  isTracing: true,
  frame: undefined,
};

/** State that all loaded copies of the library share. */
interface Shared {
  readonly storage: AsyncLocalStorage<Ambient>;
  /**
   * Number of running calls whose state operators must read. While it is zero, the usual case, making a node does
   * not read asynchronous storage.
   */
  watchers: number;
  /** Number of nodes made; the id of the next node. */
  nodes: number;
  /** Number of bundle calls made. */
  frames: number;
}

const place = Symbol.for("opto.ambient.4");

/** State shared by all copies of the library in this process. */
// The symbol belongs to Opto, and its number changes with the shape of the state.
export const shared: Shared = (globalThis as { [place]?: Shared })[place] ??= {
  storage: new AsyncLocalStorage<Ambient>(),
  watchers: 0,
  nodes: 0,
  frames: 0,
};

/** The state of this context. */
export function ambient(): Ambient {
  return shared.storage.getStore() ?? outermost;
}

/** The state of this context if operators must read it, else undefined; costs one comparison in the usual case. */
export function watched(): Ambient | undefined {
  return shared.watchers === 0 ? undefined : ambient();
}

/** Records a read of `node`; for a running bundle, a node that is not an argument becomes an external input. */
export function noteRead(node: InFrame): void {
  let frame = ambient().frame;
  // A frame may read its own nodes; a nested frame must receive them as arguments.
  while (frame !== undefined && node.frameId !== frame.id && !frame.given.includes(node)) {
    frame.externals ??= [];
    if (!frame.externals.includes(node)) frame.externals.push(node);
    frame = frame.parent;
  }
}

/** This context's state with some members replaced. */
function changed(change: Partial<Ambient>): Ambient {
  const { runner, seeds, traceStatements, recordsCalls, signal, calls, scope, isTracing, frame } =
    ambient();
  return {
    runner,
    seeds,
    traceStatements,
    recordsCalls,
    signal,
    calls,
    scope,
    isTracing,
    frame,
    ...change,
  };
}

/** Calls `fn` in a changed state, which lasts until the returned promise settles. */
export function withAmbient<R>(change: Partial<Ambient>, fn: () => R): R {
  return shared.storage.run(changed(change), fn);
}

/** Calls `fn` in a state that operators must read. */
export function withWatched<A extends readonly unknown[], R>(
  state: Ambient,
  fn: (...args: A) => R,
  ...args: A
): R {
  shared.watchers++;
  let result: R;
  try {
    result = shared.storage.run(state, fn, ...args);
  } catch (error) {
    unwatch();
    throw error;
  }
  if (!(result instanceof Promise)) unwatch();
  else result.then(unwatch, unwatch);
  return result;
}

function unwatch(): void {
  shared.watchers--;
}

/**
 * Calls `fn`; trainable functions called in it run in `runner`.
 *
 * @param runner runs the candidate code
 * @param fn called at once
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { openSandboxPool, trainable, withSandbox } from "@opto/opto";
 *
 * await using pool = await openSandboxPool();
 * const double = trainable(function double(n: number): number {
 *   return 2 * n;
 * });
 * assertEquals((await withSandbox(pool, () => double(4))).data, 8);
 * ```
 */
export function withSandbox<R>(runner: CodeRunner, fn: () => R): R {
  return withAmbient({ runner }, fn);
}

/**
 * Calls `fn`; candidate code called in it sees `Math.random` seeded by `seed` and the number of the call. So calls
 * differ, and the same calls in another context with this seed draw the same numbers.
 *
 * @param seed any integer
 * @param fn called at once
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { trainable, withSeed } from "@opto/opto/trace";
 *
 * const draw = trainable(function draw(): number {
 *   return Math.random();
 * });
 * const twice = async () => [(await draw()).data, (await draw()).data];
 * const [first, second] = [await withSeed(7, twice), await withSeed(7, twice)];
 * assertEquals(first, second);
 * assertEquals(first[0] === first[1], false);
 * ```
 */
export function withSeed<R>(seed: number, fn: () => R): R {
  return withAmbient({ seeds: new CallSeeds(seed) }, fn);
}

/**
 * Calls `fn`; candidate code called in it reports the effects of its statements.
 *
 * @param fn called at once @param isTraced whether statements are reported @default true
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { trainable, withStatements } from "@opto/opto/trace";
 *
 * const square = trainable(function square(n: number): number {
 *   const result = n * n;
 *   return result;
 * });
 * const { inner } = await withStatements(() => square(3));
 * assertEquals(inner?.statements?.[0]?.label, "result");
 * ```
 */
export function withStatements<R>(fn: () => R, isTraced = true): R {
  return withAmbient({ traceStatements: isTraced }, fn);
}

/**
 * Calls `fn`; calls of candidate code in it end when `signal` is aborted.
 *
 * @param signal aborts
 * @param fn called at once
 *
 * @example
 * ```ts
 * import { assertRejects } from "@std/assert";
 * import { trainable, withSignal } from "@opto/opto/trace";
 *
 * const one = trainable(function one(): number {
 *   return 1;
 * });
 * const signal = AbortSignal.abort(new Error("enough"));
 * await assertRejects(() => withSignal(signal, () => one()), Error, "enough");
 * ```
 */
export function withSignal<R>(signal: AbortSignal, fn: () => R): R {
  return withAmbient({ signal }, fn);
}

/**
 * Calls `fn` without recording: operators and bundles compute, and return nodes without inputs. Calls nest.
 * Recording resumes when `fn` ends or throws; other asynchronous contexts are not affected.
 *
 * @param fn called at once
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { parameter, stopTracing } from "@opto/opto/trace";
 *
 * const w = parameter(2);
 * const { data, inputs } = stopTracing(() => w.mul(3));
 * assertEquals([data, inputs], [6, []]);
 * ```
 */
export function stopTracing<R>(fn: () => R): R {
  return withWatched(changed({ isTracing: false }), fn);
}

/**
 * Calls `fn`; names of nodes made in it are prefixed by `name` and a slash. Scopes nest.
 *
 * @param name without a colon
 * @param fn called at once
 * @throws {TypeError} when the name is empty or contains a colon
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { node, withScope } from "@opto/opto/trace";
 *
 * const k = withScope("retrieval", () => node(3, { name: "k" }));
 * assertEquals(k.baseName, "retrieval/k");
 * ```
 */
export function withScope<R>(name: string, fn: () => R): R {
  checkName(name);
  return withWatched(changed({ scope: `${ambient().scope}${name}/` }), fn);
}

/** Throws unless `name` is valid as the name of a node or a scope. */
export function checkName(name: string): void {
  if (typeof name !== "string" || name === "" || name.includes(":")) {
    throw new TypeError(
      `Cannot use "${name}" as a name: received ${
        typeof name === "string" ? "text that is empty or contains a colon" : typeof name
      }`,
    );
  }
}

/** Throws unless `description` is text, or undefined. */
export function checkDescription(description: unknown): void {
  if (description === undefined || typeof description === "string") return;
  throw new TypeError(`Cannot describe a node: received ${typeof description}, not text`);
}

/**
 * The runner of this context, or the default one.
 *
 * @throws {TypeError} when there is none
 */
export function currentCodeRunner(): CodeRunner {
  return ambient().runner ?? defaultCodeRunner();
}
