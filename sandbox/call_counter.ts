/**
 * Counts the calls from units to other units and to tools, and records the first ones with arguments and results.
 *
 * @module
 */
import { type Callee, type Invoke, invoke } from "./callee.ts";
import { describeThrown } from "./describe_thrown.ts";
import { replyLimits } from "./limits.ts";
import { emptyRecord, isArray, isPromise, objectKeys, promiseThen, quote } from "./primordials.ts";
import { print } from "./print.ts";
import type { Recorder } from "./recorder.ts";
import { cannot } from "./revived_error.ts";
import { encode, encodeList, type EncodeRules } from "./value/encode.ts";
import { sampleLimits, type ValueLimits } from "./value/limits.ts";
import { ValueRefusal } from "./value/refusal.ts";
import { previewText } from "./value/write_leaves.ts";

/** Encoding rules of one recorded argument or result. */
const sampleRules: EncodeRules = { limits: sampleLimits, name: "sample", isExact: false };

/** Counts the calls of one callee. */
export interface CallCounter {
  calls: number;
  /** True while calls are recorded. */
  readonly gate: { readonly isOpen: boolean };
  /** Makes one call and records it. */
  readonly sample: (
    run: (args: ArrayLike<unknown>) => unknown,
    args: ArrayLike<unknown>,
  ) => unknown;
}

/** The calls for which functions were injected; functions kept beyond it refuse to run. */
export interface Lease {
  isOver: boolean;
}

/** Sends the calls of one tool to the host. */
export interface ToolPort {
  /** Limits of one argument. */
  readonly limits: ValueLimits;
  /** Ends the use of the tool. */
  readonly lease: Lease;
  /** Sends the encoded array of arguments. */
  readonly ask: (args: string) => unknown;
}

/** The call counters of one realm. */
export interface CallCounters {
  /** Starts another call of the host. @param records whether the first inner calls are recorded */
  begin(records: boolean): void;
  /** Adds the counts to the recorder and resets them. */
  flush(): void;
  /** The counter for calls of another unit. */
  of(callee: string): CallCounter;
  /**
   * A function that calls a unit of the same realm.
   *
   * @param find finds that unit's function, at the first call @param lease ends the function's use
   */
  unit(callee: string, find: () => Callee, lease: Lease): Invoke;
  /** A function that calls a host tool. */
  tool(name: string, port: ToolPort): Invoke;
}

/**
 * Makes the call counters of one realm.
 *
 * @param maxSamples calls recorded per call of the host @param recorder read at each use
 */
export function createCallCounters(maxSamples: number, recorder: () => Recorder): CallCounters {
  const counters = emptyRecord<CallCounter>();
  let hasCounters = false;
  const gate = { isOpen: maxSamples > 0 };
  let samplesLeft = maxSamples;
  let isRecorded = true;

  function sampled(
    kind: "unit" | "tool",
    callee: string,
    run: (args: ArrayLike<unknown>) => unknown,
    args: ArrayLike<unknown>,
  ): unknown {
    gate.isOpen = --samplesLeft > 0;
    const sink = isRecorded ? recorder() : noRecorder;
    const sampleText = isRecorded ? textOf : textOfObject;
    const handle = sink.begin(kind, callee, argsText(args, sampleText, () => sink.truncate()));
    let result: unknown;
    try {
      result = run(args);
    } catch (thrown) {
      sink.leave(handle);
      sink.end(handle, `"error":${describeThrown(thrown)}`);
      throw thrown;
    }
    sink.leave(handle);
    if (isPromise(result)) {
      promiseThen(
        result,
        (value) => sink.end(handle, `"result":${sampleText(value)}`),
        (thrown) => sink.end(handle, `"error":${describeThrown(thrown)}`),
      );
    } else {
      sink.end(handle, `"result":${sampleText(result)}`);
    }
    return result;
  }

  function counterOf(kind: "unit" | "tool", callee: string): CallCounter {
    hasCounters = true;
    return counters[callee] ??= {
      calls: 0,
      gate,
      sample: (run, args) => sampled(kind, callee, run, args),
    };
  }

  /** Resets all counts. @param sink receives them first */
  function takeCounts(sink?: Recorder): void {
    if (!hasCounters) return;
    const callees = objectKeys(counters);
    for (let index = 0; index < callees.length; index++) {
      const callee = callees[index] as string; // below its length
      const counter = counters[callee];
      if (counter === undefined || counter.calls === 0) continue;
      if (sink !== undefined) sink.count(callee, counter.calls);
      counter.calls = 0;
    }
  }

  return {
    begin(records) {
      isRecorded = records;
      samplesLeft = maxSamples;
      gate.isOpen = samplesLeft > 0;
      takeCounts(); // calls after the end of the outer call are not counted
    },
    flush: () => takeCounts(recorder()),
    of: (callee) => counterOf("unit", callee),
    unit(callee, find, lease) {
      const counter = counterOf("unit", callee);
      let found: Callee | undefined;
      /** Overwritten when something is injected. */
      let run: Invoke | undefined;
      function pass(args: ArrayLike<unknown>): unknown {
        found ??= find();
        if (found.uses === undefined) run = found.run;
        return invoke(found, args);
      }
      return function (a?: unknown, b?: unknown): unknown {
        if (lease.isOver) throw callIsOver(callee);
        counter.calls++;
        if (gate.isOpen) return counter.sample(pass, arguments);
        if (run === undefined || arguments.length > 2) return pass(arguments);
        return arguments.length === 1 ? run(a) : arguments.length === 2 ? run(a, b) : run();
      };
    },
    tool(name, { limits, lease, ask }) {
      const rules: EncodeRules = { limits, name: "argument", isExact: false };
      const counter = counterOf("tool", name);
      const pass = (args: ArrayLike<unknown>) => ask(plainArgs(name, args, rules));
      return function (): unknown {
        if (lease.isOver) throw callIsOver(name);
        counter.calls++;
        return gate.isOpen ? counter.sample(pass, arguments) : pass(arguments);
      };
    },
  };
}

/** The error of an injected function that was kept beyond its call. */
export function callIsOver(callee: string): TypeError {
  return cannot(`call ${quote(callee)}: its call is over`);
}

function plainArgs(name: string, args: ArrayLike<unknown>, rules: EncodeRules): string {
  try {
    return encodeList(args, rules);
  } catch (error) {
    if (!(error instanceof ValueRefusal)) throw error;
    throw cannot(`pass an argument to ${quote(name)} as plain data: ${error.reason}`);
  }
}

/** Encodes the first arguments; calls `truncate` when there are more. */
function argsText(
  args: ArrayLike<unknown>,
  textOf: (value: unknown) => string,
  truncate: () => void,
): string {
  const { length } = args;
  let text = "";
  for (let index = 0; index < length; index++) {
    if (index === replyLimits.maxSampleArgs) {
      truncate();
      break;
    }
    text += (index === 0 ? "" : ",") + textOf(args[index]);
  }
  return `[${text}]`;
}

/**
 * For calls that are not recorded. Code must not notice that: the calls take the same way, and objects are read as ever,
 * since that may run their getters.
 */
const noRecorder: Recorder = {
  line() {},
  count() {},
  begin: () => -1,
  leave() {},
  end() {},
  statement() {},
  truncate() {},
};

/** The text of an object; none of other values, whose text runs no code. */
function textOfObject(value: unknown): string {
  return typeof value === "object" || typeof value === "function" ? textOf(value) : "";
}

/** The value if it is small plain data, otherwise a preview. */
function textOf(value: unknown): string {
  try {
    return encode(value, sampleRules);
  } catch {
    // A sample is for reading only.
    return previewText(typeNameOf(value), print(value, replyLimits.maxPrintedSampleChars));
  }
}

function typeNameOf(value: unknown): string {
  try {
    return isArray(value) ? "array" : typeof value;
  } catch {
    return "object"; // a revoked proxy
  }
}
