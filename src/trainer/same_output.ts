/**
 * Whether two candidates behave alike on an example.
 *
 * @module
 */
import type { Report } from "./evaluator.ts";

/** Whether two reports on one example have the same output and error. An evaluator may report no output, which tells nothing. */
export function isSameOutput(one: Report, other: Report): boolean {
  return (one.output !== "" || one.error !== undefined) && one.output === other.output &&
    one.error === other.error;
}
