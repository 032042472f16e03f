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
import type { Mailbox, MailOutcome } from "./mailbox.ts";
import { describeFailure } from "./describe_thrown.ts";

/** A function of any arguments. */
export type Invoke = (...args: unknown[]) => unknown;

/** What a realm offers of one unit. */
export interface Crossing {
  /** Takes primitives; gives a primitive, or the mark. */
  readonly direct: Invoke;
  /** Takes the text of an array of arguments; gives a primitive, or the mark. */
  readonly withText: (args: string) => unknown;
  /** After the mark: JSON of a {@linkcode MailOutcome}. */
  readonly take: () => string;
}

/** What both ends share. */
export interface Border {
  readonly mark: symbol;
  readonly plain: PlainLimits;
  readonly mailbox: Mailbox;
}

/** The callee's end. */
export function offering(
  invoke: Invoke,
  { mark, plain, mailbox, failureOf }: Border & { failureOf: (thrown: unknown) => string },
): Crossing {
  let held = "";

  function hold(text: string): symbol {
    held = text;
    return mark;
  }

  function textOf(value: unknown, isError: boolean): string {
    if (isError) return `{"kind":"thrown","error":${failureOf(value)}}`;
    if (isPromise(value)) return `{"kind":"later","id":${mailbox.watch(value, textOf)}}`;
    try {
      return `{"kind":"value","value":${encode(value, plain, "result")}}`;
    } catch (error) {
      if (!(error instanceof NotPlain)) return textOf(error, true);
      const message = `Cannot take what was returned as plain data: ${error.reason}`;
      return `{"kind":"thrown","error":${describeFailure("TypeError", message)}}`;
    }
  }

  function direct(a?: unknown, b?: unknown, c?: unknown, d?: unknown): unknown {
    let result: unknown;
    try {
      const { length } = arguments;
      if (length === 1) result = invoke(a);
      else if (length === 2) result = invoke(a, b);
      else if (length === 3) result = invoke(a, b, c);
      else if (length === 4) result = invoke(a, b, c, d);
      else result = apply(invoke, undefined, arguments);
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

/** The caller's end: a function of this realm. */
export function importing(
  { direct, withText, take }: Crossing,
  { mark, plain, mailbox, from }: Border & { from: string },
): Invoke {
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

  function receive(outcome: MailOutcome): unknown {
    switch (outcome.kind) {
      case "value":
        return revive(outcome.value, Infinity);
      case "thrown":
        throw revivedError(outcome.error);
      case "later":
        return mailbox.wait(`${from} ${outcome.id}`);
    }
  }

  return function (a?: unknown, b?: unknown, c?: unknown, d?: unknown): unknown {
    const { length } = arguments;
    const isDirect = length <= 4 && isPrimitive(a) && isPrimitive(b) && isPrimitive(c) &&
      isPrimitive(d);
    const text = isDirect ? "" : textOf(arguments);
    let result: unknown;
    try {
      if (!isDirect) result = withText(text);
      else if (length === 1) result = direct(a);
      else if (length === 2) result = direct(a, b);
      else if (length === 3) result = direct(a, b, c);
      else if (length === 4) result = direct(a, b, c, d);
      else result = direct();
    } catch {
      // Only a full stack gets here, and the error may be the other realm's.
      throw new RangeErrorConstructor("Maximum call stack size exceeded");
    }
    return result === mark ? receive(parseJson(take()) as MailOutcome) : result;
  };
}

function isPrimitive(value: unknown): boolean {
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
