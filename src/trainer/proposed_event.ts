/**
 * The result of an attempt at a proposal as the log has it.
 *
 * @module
 */
import { shortText } from "../cut_text.ts";
import { TaskError } from "../errors.ts";
import type { AttemptResult } from "../optimizer/propose_changes.ts";
import type { Values } from "../problem/problem.ts";
import type { Rejection } from "../problem/proposal.ts";
import { printValue } from "../trace/print_value.ts";
import { type Candidate, candidateOf, decodeValues, encodeValues } from "./candidate.ts";
import type { Attempt } from "./evaluator.ts";
import type { EventOf } from "./event.ts";

/** The candidate that changes make of another; null when they change nothing. */
export function candidateFrom(parent: Candidate, changes: Values): Candidate | null {
  if (Object.keys(changes).length === 0) return null;
  const known = made.get(changes);
  if (known?.parent === parent.id) return known.candidate;
  const candidate = candidateOf({ ...parent.values, ...changes });
  made.set(changes, { parent: parent.id, candidate });
  return candidate;
}

/** The last candidate of the changes: it is asked for more than once. */
const made = new WeakMap<Values, { readonly parent: string; readonly candidate: Candidate }>();

/** The event of an attempt's result. */
export function proposedEvent(
  attempt: Attempt,
  parent: Candidate,
  { changes, rejections, ...result }: AttemptResult,
): EventOf<"proposed"> {
  const candidate = candidateFrom(parent, changes);
  return {
    type: "proposed",
    ...attempt,
    ...result,
    parent: parent.id,
    ...(candidate === null ? {} : { candidate: candidate.id, changes: encodeValues(changes) }),
    rejections: rejections.map(encodeRejection),
  };
}

/** The result in such an event. */
export function resultIn(event: EventOf<"proposed">): AttemptResult {
  const { outcome, changes = {}, rejections, reasoning, reason, notes } = event;
  const { isByClock, isProvisional } = event;
  return {
    outcome,
    changes: decodeValues(changes),
    rejections: rejections.map(decodeRejection),
    ...(reasoning === undefined ? {} : { reasoning }),
    ...(reason === undefined ? {} : { reason }),
    ...(notes === undefined ? {} : { notes }),
    ...(isByClock === undefined ? {} : { isByClock }),
    ...(isProvisional === undefined ? {} : { isProvisional }),
  };
}

/** Maximum characters of a refused text; the model's whole answer is logged too. */
const maxRefusedText = 20_000;

/** A refused value may be anything: a long text is cut, and a value that cannot be written is printed. */
export function encodeRejection(rejection: Rejection): Rejection {
  const { value } = rejection;
  if (typeof value === "string") return { ...rejection, value: shortText(value, maxRefusedText) };
  try {
    return { ...rejection, ...encodeValues({ value }) };
  } catch (error) {
    if (!(error instanceof TaskError)) throw error;
    return { ...rejection, value: printValue(value) };
  }
}

/** A rejection of the log with its value. */
export function decodeRejection(rejection: Rejection): Rejection {
  return { ...rejection, ...decodeValues({ value: rejection.value }) };
}
