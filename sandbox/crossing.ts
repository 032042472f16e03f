/**
 * Direct calls from one realm into another that let primitives or copies across, and nothing else.
 *
 * The realm of the callee offers functions that neither throw nor return objects: what is no primitive waits as text
 * behind a mark. The realm of the caller turns text and mark back into values and errors of its own. So a candidate
 * never holds anything of the author's realm, and the other way round.
 *
 * @module
 */
import { decode, encode, NotPlain, type PlainLimits, revive } from "./plain_data.ts";
import { apply, isPromise, parseJson, RangeErrorConstructor } from "./primordials.ts";
import { cannot, revivedError } from "./revived_error.ts";
import type { AnswerOutcome, PendingMessages } from "./pending_messages.ts";
import { type Callee, type Invoke, invoke } from "./callee.ts";
import type { CallCounter } from "./call_counter.ts";
import { describeFailure } from "./describe_thrown.ts";

/** What a realm offers of one unit. */
export interface Crossing {
  /** Takes primitives; gives a primitive, or the mark. */
  readonly direct: Invoke;
  /** Takes the text of an array of arguments; gives a primitive, or the mark. */
  readonly withText: (args: string) => unknown;
  /** After the mark: JSON of a {@linkcode AnswerOutcome}. */
  readonly take: () => string;
}

/** What both ends share. */
export interface Border {
  readonly mark: symbol;
  readonly plain: PlainLimits;
  readonly pending: PendingMessages;
}

/** The callee's end. @param find the function, asked for at the first call */
export function offering(
  find: () => Callee,
  { mark, plain, pending, failureOf }: Border & { failureOf: (thrown: unknown) => string },
): Crossing {
  let held = "";
  let callee: Callee | undefined;
  /** The function, when nothing is injected. */
  let run: Invoke | undefined;

  function hold(text: string): symbol {
    held = text;
    return mark;
  }

  function textOf(value: unknown, isError: boolean): string {
    if (isError) return `{"kind":"thrown","error":${failureOf(value)}}`;
    if (isPromise(value)) return `{"kind":"later","id":${pending.watch(value, textOf)}}`;
    try {
      return `{"kind":"value","value":${encode(value, plain, "result")}}`;
    } catch (error) {
      if (!(error instanceof NotPlain)) return textOf(error, true);
      const message = `Cannot take what was returned as plain data: ${error.reason}`;
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
    direct,
    withText: (args) => apply(direct, undefined, decode(args) as unknown[]), // the caller's end wrote it
    take() {
      const taken = held;
      held = "";
      return taken;
    },
  };
}

/** The caller's end: a function of this realm. @param counter counts its calls, and records the first */
export function importing(
  { direct, withText, take }: Crossing,
  counter: CallCounter,
  { mark, plain, pending, from }: Border & { from: string },
): Invoke {
  const { gate, sample } = counter;

  function textOf(args: ArrayLike<unknown>): string {
    let text = "";
    try {
      for (let index = 0; index < args.length; index++) {
        text += (index === 0 ? "" : ",") + encode(args[index], plain, `argument ${index + 1}`);
      }
    } catch (error) {
      if (!(error instanceof NotPlain)) throw error;
      throw cannot(`pass an argument as plain data: ${error.reason}`);
    }
    return `[${text}]`;
  }

  function receive(outcome: AnswerOutcome): unknown {
    switch (outcome.kind) {
      case "value":
        return revive(outcome.value, Infinity);
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

/** What the callee's end catches never gets here; a full stack does, and that error may be the other realm's. */
function fullStack(): RangeError {
  return new RangeErrorConstructor("Maximum call stack size exceeded");
}

function isPrimitive(value: unknown): boolean {
  if (typeof value === "number") return true; // by far the most
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
