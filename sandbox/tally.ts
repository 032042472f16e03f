/**
 * Counts the calls a unit makes to others and to tools, and records the first of them with arguments and results.
 *
 * @module
 */
import type { Invoke } from "./crossing.ts";
import { describeThrown } from "./describe_thrown.ts";
import type { Mailbox } from "./mailbox.ts";
import { encode, NotPlain, type PlainLimits } from "./plain_data.ts";
import { apply, emptyRecord, isPromise, objectKeys, promiseThen, quote } from "./primordials.ts";
import { print } from "./print.ts";
import type { Recorder } from "./recorder.ts";
import { cannot } from "./revived_error.ts";

/** Bounds of one recorded argument or result. */
const sampleLimits: PlainLimits = { maxChars: 1_000, maxDepth: 8 };

/** The tally of one realm. */
export interface Tally {
  /** A new call of the host begins. */
  begin(): void;
  /** Hands the counts to the recorder, and begins anew. */
  flush(): void;
  /** Wraps the call of another unit. */
  unit(callee: string, invoke: Invoke): Invoke;
  /** A function that asks for a host tool. */
  tool(name: string, plain: PlainLimits, mailbox: Mailbox): Invoke;
}

/** @param maxSamples calls recorded in one call of the host @param recorder asked for at each use */
export function createTally(maxSamples: number, recorder: () => Recorder): Tally {
  const counters = emptyRecord<{ calls: number }>();
  let samplesLeft = maxSamples;

  function sampled(
    kind: "unit" | "tool",
    callee: string,
    invoke: Invoke,
    args: ArrayLike<unknown>,
  ): unknown {
    samplesLeft--;
    const sink = recorder();
    const id = sink.begin(kind, callee, argsText(args));
    let result: unknown;
    try {
      result = apply(invoke, undefined, args);
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

  function counted(kind: "unit" | "tool", callee: string, invoke: Invoke): Invoke {
    const counter = counters[callee] ??= { calls: 0 };
    return function (a?: unknown, b?: unknown, c?: unknown, d?: unknown): unknown {
      counter.calls++;
      if (samplesLeft > 0) return sampled(kind, callee, invoke, arguments);
      const { length } = arguments;
      if (length === 1) return invoke(a);
      if (length === 2) return invoke(a, b);
      if (length === 3) return invoke(a, b, c);
      if (length === 4) return invoke(a, b, c, d);
      return apply(invoke, undefined, arguments);
    };
  }

  return {
    begin: () => void (samplesLeft = maxSamples),
    flush() {
      const callees = objectKeys(counters);
      for (let index = 0; index < callees.length; index++) {
        const callee = callees[index] as string; // below its length
        const counter = counters[callee];
        if (counter === undefined || counter.calls === 0) continue;
        recorder().count(callee, counter.calls);
        counter.calls = 0;
      }
    },
    unit: (callee, invoke) => counted("unit", callee, invoke),
    tool: (name, plain, mailbox) =>
      counted("tool", name, function (): Promise<unknown> {
        return mailbox.ask(name, plainArgs(name, arguments, plain));
      }),
  };
}

function plainArgs(name: string, args: ArrayLike<unknown>, plain: PlainLimits): string {
  let text = "";
  try {
    for (let index = 0; index < args.length; index++) {
      text += (index === 0 ? "" : ",") + encode(args[index], plain, `argument ${index + 1}`);
    }
  } catch (error) {
    if (!(error instanceof NotPlain)) throw error;
    throw cannot(`pass an argument to ${quote(name)} as plain data: ${error.reason}`);
  }
  return `[${text}]`;
}

function argsText(args: ArrayLike<unknown>): string {
  let text = "";
  for (let index = 0; index < args.length; index++) {
    text += (index === 0 ? "" : ",") + sampleText(args[index]);
  }
  return `[${text}]`;
}

/** The value when it is small plain data, else what it prints as. */
function sampleText(value: unknown): string {
  try {
    return encode(value, sampleLimits);
  } catch {
    return quote(print(value, 200)); // a sample is for reading only
  }
}
