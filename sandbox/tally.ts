/**
 * Counts the calls a unit makes to others and to tools, and records the first of them with arguments and results.
 *
 * @module
 */
import { type Callee, type Invoke, invoke } from "./callee.ts";
import { describeThrown } from "./describe_thrown.ts";
import type { Mailbox } from "./mailbox.ts";
import { emptyRecord, isArray, isPromise, objectKeys, promiseThen, quote } from "./primordials.ts";
import { print } from "./print.ts";
import type { Recorder } from "./recorder.ts";
import { cannot } from "./revived_error.ts";
import { encode, encodeList, type EncodeRules } from "./value/encode.ts";
import { sampleLimits, type ValueLimits } from "./value/limits.ts";
import { ValueRefusal } from "./value/refusal.ts";
import { previewText } from "./value/write_leaves.ts";

/** Rules of one recorded argument or result. */
const sampleRules: EncodeRules = { limits: sampleLimits, name: "sample", isExact: false };

/** Counts the calls of one callee. */
export interface Meter {
  calls: number;
  /** Open as long as calls are recorded. */
  readonly gate: { readonly isOpen: boolean };
  /** Makes one call and records it. */
  readonly sample: (
    run: (args: ArrayLike<unknown>) => unknown,
    args: ArrayLike<unknown>,
  ) => unknown;
}

/** The tally of one realm. */
export interface Tally {
  /** A new call of the host begins. */
  begin(): void;
  /** Hands the counts to the recorder, and begins anew. */
  flush(): void;
  /** For calls of another unit. */
  meter(callee: string): Meter;
  /** A function that calls a unit of the same realm. @param find it, asked for at the first call */
  unit(callee: string, find: () => Callee): Invoke;
  /** A function that asks for a host tool. */
  tool(name: string, limits: ValueLimits, mailbox: Mailbox): Invoke;
}

/**
 * Makes a tally.
 *
 * @param maxSamples calls recorded in one call of the host @param recorder asked for at each use
 */
export function createTally(maxSamples: number, recorder: () => Recorder): Tally {
  const meters = emptyRecord<Meter>();
  let hasMeters = false;
  const gate = { isOpen: maxSamples > 0 };
  let samplesLeft = maxSamples;

  function sampled(
    kind: "unit" | "tool",
    callee: string,
    run: (args: ArrayLike<unknown>) => unknown,
    args: ArrayLike<unknown>,
  ): unknown {
    gate.isOpen = --samplesLeft > 0;
    const sink = recorder();
    const id = sink.begin(kind, callee, argsText(args));
    let result: unknown;
    try {
      result = run(args);
    } catch (thrown) {
      sink.leave(id);
      sink.end(id, `"error":${describeThrown(thrown)}`);
      throw thrown;
    }
    sink.leave(id);
    if (isPromise(result)) {
      promiseThen(
        result,
        (value) => sink.end(id, `"result":${sampleText(value)}`),
        (thrown) => sink.end(id, `"error":${describeThrown(thrown)}`),
      );
    } else {
      sink.end(id, `"result":${sampleText(result)}`);
    }
    return result;
  }

  function meterOf(kind: "unit" | "tool", callee: string): Meter {
    hasMeters = true;
    return meters[callee] ??= {
      calls: 0,
      gate,
      sample: (run, args) => sampled(kind, callee, run, args),
    };
  }

  return {
    begin() {
      samplesLeft = maxSamples;
      gate.isOpen = samplesLeft > 0;
    },
    flush() {
      if (!hasMeters) return;
      const callees = objectKeys(meters);
      for (let index = 0; index < callees.length; index++) {
        const callee = callees[index] as string; // below its length
        const meter = meters[callee];
        if (meter === undefined || meter.calls === 0) continue;
        recorder().count(callee, meter.calls);
        meter.calls = 0;
      }
    },
    meter: (callee) => meterOf("unit", callee),
    unit(callee, find) {
      const meter = meterOf("unit", callee);
      let found: Callee | undefined;
      /** The function, when nothing is injected. */
      let run: Invoke | undefined;
      function pass(args: ArrayLike<unknown>): unknown {
        found ??= find();
        if (found.uses === undefined) run = found.run;
        return invoke(found, args);
      }
      return function (a?: unknown, b?: unknown): unknown {
        meter.calls++;
        if (gate.isOpen) return meter.sample(pass, arguments);
        if (run === undefined || arguments.length > 2) return pass(arguments);
        return arguments.length === 1 ? run(a) : arguments.length === 2 ? run(a, b) : run();
      };
    },
    tool(name, limits, mailbox) {
      const rules: EncodeRules = { limits, name: "argument", isExact: false };
      const meter = meterOf("tool", name);
      const ask = (args: ArrayLike<unknown>) => mailbox.ask(name, plainArgs(name, args, rules));
      return function (): unknown {
        meter.calls++;
        return gate.isOpen ? meter.sample(ask, arguments) : ask(arguments);
      };
    },
  };
}

function plainArgs(name: string, args: ArrayLike<unknown>, rules: EncodeRules): string {
  try {
    return encodeList(args, rules);
  } catch (error) {
    if (!(error instanceof ValueRefusal)) throw error;
    throw cannot(`pass an argument to ${quote(name)} as plain data: ${error.reason}`);
  }
}

function argsText(args: ArrayLike<unknown>): string {
  let text = "";
  for (let index = 0; index < args.length; index++) {
    text += (index === 0 ? "" : ",") + sampleText(args[index]);
  }
  return `[${text}]`;
}

/** The value when it is small plain data, else a preview of it. */
function sampleText(value: unknown): string {
  try {
    return encode(value, sampleRules);
  } catch {
    return previewText(typeNameOf(value), print(value, 200)); // a sample is for reading only
  }
}

function typeNameOf(value: unknown): string {
  try {
    return isArray(value) ? "array" : typeof value;
  } catch {
    return "object"; // a revoked proxy
  }
}
