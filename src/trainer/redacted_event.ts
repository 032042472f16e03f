/**
 * Redacts the words of an event before it is logged and published.
 *
 * @module
 */
import { type Redact, redactedMembers } from "../model/redact.ts";
import type { RunEvent } from "./event.ts";

/** Members that hold words. Values of parameters, memory and a model's answers are data: a run is resumed from them. */
const words: ReadonlySet<string> = new Set([
  "message",
  "advice",
  "reason",
  "reasoning",
  "text",
  "objective",
  "description",
  "lineText",
  "input",
  "expected",
]);

/** Members that stay whole; the exported agent is made of the values of parameters. */
const data: ReadonlySet<string> = new Set([
  "response",
  "request",
  "memory",
  "changes",
  "tried",
  "value",
  "parameters",
  "agent",
]);

/** The event with redacted words. Reports and prompts were redacted where they were made. */
export function redactedEvent<Event extends RunEvent>(event: Event, redact: Redact): Event {
  if (event.type === "evaluated" || event.type === "exchange") return event;
  return redactedMembers(event, { redact, words, data });
}

/** The same for rejections, which are read again by a proposer. */
export function redactedWords<T>(value: T, redact: Redact): T {
  return redactedMembers(value, { redact, words, data });
}
