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
  const place = plainText(
    file === undefined ? "" : `(${file}${line === undefined ? "" : `:${line}`})`,
  );
  const text = `${cutText(plainText(message), maxLength).replace("\n", " ")}${
    place === "" ? "" : ` ${place}`
  }`;
  if (advice === undefined) return text;
  return `${/[.!?)]$/.test(text) ? text : `${text}.`} ${plainText(advice)}`;
}
