/**
 * A warning of a run as text, with its place and its advice.
 *
 * @module
 */
import { cutText } from "../../cut_text.ts";
import { plainText } from "../../printable.ts";
import type { EventOf } from "../../trainer/event.ts";

/** Maximum characters of a message. */
const maxLength = 1_000;

/** The message, where it belongs, and what to do. */
export function warningText({ message, file, line, advice }: EventOf<"warning">): string {
  const place = file === undefined ? "" : ` (${file}${line === undefined ? "" : `:${line}`})`;
  const text = `${cutText(plainText(message), maxLength).replace("\n", " ")}${plainText(place)}`;
  return advice === undefined ? text : `${text} ${plainText(advice)}`;
}
