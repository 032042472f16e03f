/**
 * Direct calls from one realm into another; only primitives and copies cross.
 *
 * The callee's realm offers functions that neither throw nor return objects: in place of an object or error they
 * return a mark, and the caller then takes its text. The caller's realm makes its own values and errors from the
 * text. So neither a candidate nor the author's code ever holds an object of the other's realm.
 *
 * @module
 */
import { apply, isPromise, parseJson, RangeErrorConstructor } from "./primordials.ts";
import { cannot, revivedError } from "./revived_error.ts";
import type { AnswerOutcome, PendingMessages } from "./pending_messages.ts";
import { type Callee, type Invoke, invoke } from "./callee.ts";
import { type CallCounter, callIsOver, type Lease } from "./call_counter.ts";
import { describeFailure } from "./describe_thrown.ts";
import { decodeText, decodeTrusted } from "./value/decode.ts";
import { encode, encodeList, type EncodeRules } from "./value/encode.ts";
import type { ValueLimits } from "./value/limits.ts";
import { ValueRefusal } from "./value/refusal.ts";

/** One unit of a realm, as offered to another realm. */
export interface Crossing {
  /** Takes primitives; returns a primitive, or the mark. */
  readonly direct: Invoke;
  /** Takes the text of an array of arguments; returns a primitive, or the mark. */
  readonly withText: (args: string) => unknown;
  /** JSON of the {@linkcode AnswerOutcome} behind the last mark. */
  readonly take: () => string;
}

/** The callee's end of a crossing. */
export interface Offer {
  readonly crossing: Crossing;
  /** Forgets the function, so that the next call finds it again. */
  readonly renew: () => void;
}

/** Settings shared by both ends. */
export interface Border {
  /** Stands for a result that waits as text. */
  readonly mark: symbol;
  /** Limits of each value that crosses. */
  readonly limits: ValueLimits;
  readonly pending: PendingMessages;
}

/** Makes the callee's end. @param find finds the function; called at the first call, and after `renew` */
export function offering(
  find: () => Callee,
  { mark, limits, pending, failureOf }: Border & { failureOf: (thrown: unknown) => string },
): Offer {
  const rules: EncodeRules = { limits, name: "result", isExact: false };
  let held = "";
  let callee: Callee | undefined;
  /** Overwritten when something is injected. */
  let run: Invoke | undefined;

  function hold(text: string): symbol {
    held = text;
    return mark;
  }

  function textOf(value: unknown, isError: boolean): string {
    if (isError) return `{"kind":"thrown","error":${failureOf(value)}}`;
    if (isPromise(value)) return `{"kind":"later","id":${pending.watch(value, textOf)}}`;
    try {
      return `{"kind":"value","value":${encode(value, rules)}}`;
    } catch (error) {
      if (!(error instanceof ValueRefusal)) return textOf(error, true);
      const message = `Cannot return the result as plain data: ${error.reason}`;
      return `{"kind":"thrown","error":${describeFailure("TypeError", message)}}`;
    }
  }

  function slow(args: ArrayLike<unknown>): unknown {
    if (callee === undefined) {
      callee = find();
      if (callee.uses === undefined) run = callee.run;
    }
    return invoke(callee, args);
  }

  function direct(a?: unknown, b?: unknown, c?: unknown): unknown {
    let result: unknown;
    try {
      const { length } = arguments;
      if (run === undefined) result = slow(arguments);
      else if (length === 1) result = run(a);
      else if (length === 2) result = run(a, b);
      else if (length === 3) result = run(a, b, c);
      else result = apply(run, undefined, arguments);
    } catch (thrown) {
      return hold(textOf(thrown, true));
    }
    return isPrimitive(result) ? result : hold(textOf(result, false));
  }

  return {
    crossing: {
      direct,
      withText: (args) => apply(direct, undefined, decodeText(args) as unknown[]), // written by the caller's end
      take() {
        const taken = held;
        held = "";
        return taken;
      },
    },
    renew() {
      callee = run = undefined;
      held = "";
    },
  };
}

/** The caller's border, with the callee's name and realm. */
export interface ImportBorder extends Border {
  readonly callee: string;
  /** Name of the callee's realm. */
  readonly from: string;
  /** Ends the use of the function. */
  readonly lease: Lease;
}

/** Makes the caller's end: a function of this realm. @param counter counts its calls and records the first ones */
export function importing(
  { direct, withText, take }: Crossing,
  counter: CallCounter,
  { mark, limits, pending, callee, from, lease }: ImportBorder,
): Invoke {
  const { gate, sample } = counter;
  const rules: EncodeRules = { limits, name: "argument", isExact: false };

  function textOf(args: ArrayLike<unknown>): string {
    try {
      return encodeList(args, rules);
    } catch (error) {
      if (!(error instanceof ValueRefusal)) throw error;
      throw cannot(`pass an argument as plain data: ${error.reason}`);
    }
  }

  function receive(outcome: AnswerOutcome): unknown {
    switch (outcome.kind) {
      case "value":
        return decodeTrusted(outcome.value);
      case "thrown":
        throw revivedError(outcome.error);
      case "later":
        return pending.wait(`${from} ${outcome.id}`);
    }
  }

  function finish(result: unknown): unknown {
    return result === mark ? receive(parseJson(taken()) as AnswerOutcome) : result;
  }

  function taken(): string {
    try {
      return take();
    } catch {
      throw fullStack();
    }
  }

  /** Any arguments. */
  function pass(args: ArrayLike<unknown>): unknown {
    let areAllPrimitive = true;
    for (let index = 0; index < args.length; index++) {
      if (!isPrimitive(args[index])) areAllPrimitive = false;
    }
    const text = areAllPrimitive ? "" : textOf(args);
    let result: unknown;
    try {
      result = areAllPrimitive ? apply(direct, undefined, args) : withText(text);
    } catch {
      throw fullStack();
    }
    return finish(result);
  }

  return function (a?: unknown, b?: unknown, c?: unknown): unknown {
    if (lease.isOver) throw callIsOver(callee);
    counter.calls++;
    if (gate.isOpen) return sample(pass, arguments);
    const { length } = arguments;
    const isShort = length === 1
      ? isPrimitive(a)
      : length === 2
      ? isPrimitive(a) && isPrimitive(b)
      : length === 3 && isPrimitive(a) && isPrimitive(b) && isPrimitive(c);
    if (!isShort) return pass(arguments);
    let result: unknown;
    try {
      result = length === 1 ? direct(a) : length === 2 ? direct(a, b) : direct(a, b, c);
    } catch {
      throw fullStack();
    }
    return result === mark ? finish(result) : result;
  };
}

/** The callee's end catches everything except a full stack, whose error may belong to the other realm. */
function fullStack(): RangeError {
  return new RangeErrorConstructor("Maximum call stack size exceeded");
}

function isPrimitive(value: unknown): boolean {
  if (typeof value === "number") return true; // the most frequent case
  switch (typeof value) {
    case "object":
      return value === null;
    case "function":
    case "symbol":
      return false;
    default:
      return true;
  }
}
