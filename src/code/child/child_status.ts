/**
 * Describes the end of a child process.
 *
 * @module
 */
import { outOfMemoryCode } from "../../../sandbox/limits.ts";
import { plainText } from "../../printable.ts";

/** Longest quotation of what the process said last. */
const maxWords = 200;

/**
 * The end of a process as a clause without a subject.
 *
 * @param status of the process @param lastWords the start of its standard error
 */
export function describeStatus({ signal, code }: Deno.CommandStatus, lastWords: string): string {
  const words = lastWords === ""
    ? ""
    : `: ${plainText(lastWords.split("\n", 1)[0] ?? "").slice(0, maxWords)}`;
  if (code === outOfMemoryCode) return "used more memory than it may";
  if (signal === "SIGXCPU") return "used more CPU time than it may";
  if (signal === "SIGTRAP" || signal === "SIGABRT" || signal === "SIGILL") {
    return `was ended by V8 (${signal}), most likely out of memory`;
  }
  if (signal !== null) return `was ended by ${signal}`;
  return `ended by itself with code ${code}${words}`;
}
