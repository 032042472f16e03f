/**
 * Reads the values that `eval` scores: the best of a run, or a file of parameters.
 *
 * @module
 */
import { UsageError } from "../errors.ts";
import { closest } from "../closest.ts";
import { messageOf } from "../message_of.ts";
import type { Values } from "../problem/problem.ts";
import { isRecord } from "../record.ts";
import { decodeValues } from "../trainer/candidate.ts";
import { streamEventLog } from "../trainer/event_log.ts";

/** Where values come from. */
export type ValueSource =
  | { readonly kind: "run"; readonly runDir: string }
  | { readonly kind: "parameters"; readonly path: string }
  | { readonly kind: "values"; readonly values: Values };

/** Values by parameter, and the seed of their run. */
export interface GivenValues {
  readonly values: Values;
  /** Absent for a file. */
  readonly seed?: number;
}

/** Reads values. @throws {UsageError} when there is no such run or file, or it holds no values */
export function givenValues(source: ValueSource): GivenValues {
  switch (source.kind) {
    case "run":
      return valuesOfRun(source.runDir);
    case "parameters":
      return { values: valuesIn(source.path) };
    case "values":
      return { values: source.values };
    default:
      return source satisfies never;
  }
}

/** The best values of a run, or its initial ones while it has no best. */
function valuesOfRun(runDir: string): GivenValues {
  let found: { readonly values: Values; readonly seed: number } | undefined;
  for (const event of streamEventLog(`${runDir}/events.jsonl`)) {
    if (event.type === "started") {
      const initial = event.task.parameters.map(({ name, value }) => [name, value]);
      found = { values: Object.fromEntries(initial), seed: event.seed };
    }
    if (event.type === "best" && found !== undefined) {
      found = { ...found, values: event.parameters };
    }
  }
  if (found !== undefined) return { ...found, values: decodeValues(found.values) };
  throw new UsageError(`Cannot evaluate the best of "${runDir}": received a log without a run`, {
    advice: "Name the directory of a run that has started.",
  });
}

function valuesIn(path: string): Values {
  const advice = "Name a file such as RUN/best/parameters.json: an object of values by parameter.";
  const refuse = (what: string, cause?: unknown) => {
    return new UsageError(`Cannot read "${path}" as parameters: ${what}`, { cause, advice });
  };
  let data: unknown;
  try {
    data = JSON.parse(Deno.readTextFileSync(path));
  } catch (cause) {
    const isMissing = cause instanceof Deno.errors.NotFound;
    throw refuse(isMissing ? "there is no such file" : messageOf(cause), cause);
  }
  if (!isRecord(data)) throw refuse("received no object");
  try {
    return decodeValues(data);
  } catch (cause) {
    throw refuse(messageOf(cause), cause);
  }
}

/** The initial values with the given ones in their place. @throws {UsageError} for a name that is no parameter */
export function withGiven(initial: Values, given: Values): Values {
  const unknown = Object.keys(given).find((name) => !Object.hasOwn(initial, name));
  if (unknown === undefined) return { ...initial, ...given };
  const near = closest(unknown, Object.keys(initial));
  throw new UsageError(`Cannot evaluate "${unknown}": the task has no parameter of this name`, {
    advice: near === undefined
      ? `Its parameters are ${Object.keys(initial).join(", ")}.`
      : `Did you mean ${near}?`,
  });
}
