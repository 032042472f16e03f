/**
 * The warning about initial values that fail.
 *
 * @module
 */
import { shortText } from "../cut_text.ts";
import type { EventOf } from "./event.ts";
import type { Report, ReportedFailure } from "./evaluator.ts";

/** Code of the warning when the start fails on every example. */
export const startFails = "start-fails";

/** Share of failed examples from which a start is reported; fewer may be meant, or chance. */
const reportedShare = 0.1;

/** Maximum characters of the failure in a message. */
const maxFailureChars = 400;

/**
 * A warning when the initial values fail on every example, or on a tenth of them and more. It names the most frequent
 * failure, and its line in the author's module.
 */
export function startWarning(reports: readonly Report[]): EventOf<"warning"> | undefined {
  const of = reports.length;
  const failed = reports.filter(({ error }) => error !== undefined).length;
  if (of === 0 || failed / of < reportedShare) return undefined;
  const failures = reports.flatMap(({ failure }) => failure === undefined ? [] : [failure]);
  const [failure, times = 0] = mostFrequent(failures) ?? [];
  const everywhere = failed === of;
  const subject = everywhere
    ? of === 1 ? "The start fails on the only example" : `The start fails on each of ${of} examples`
    : `The start fails on ${failed} of ${of} examples`;
  const often = times === failed || times === 0 ? "" : `, ${times} times`;
  return {
    type: "warning",
    step: 0,
    code: everywhere ? startFails : "start-fails-sometimes",
    message: failure === undefined ? subject : `${subject}: ${failureText(failure)}${often}`,
    advice: failure?.limitMs === undefined
      ? everywhere
        ? "Stop and mend it, unless the failure is what shall be improved."
        : "Their feedback says why, unless the guide gives its own."
      : `Make it faster, or raise the limit: sandbox: { timeoutMs: ${
        10 * failure.limitMs
      } } in the task.`,
    ...(failure?.file === undefined ? {} : { file: failure.file }),
    ...(failure?.line === undefined ? {} : { line: failure.line }),
    failed,
    of,
  };
}

function failureText({ kind, message, limitMs }: ReportedFailure): string {
  const text = shortText(message, maxFailureChars);
  return kind === "timeout" && limitMs !== undefined
    ? `it timed out at the limit of ${limitMs / 1000} s`
    : text;
}

/** The failure that occurs most often, the first of several, and how often. */
function mostFrequent(
  failures: readonly ReportedFailure[],
): readonly [ReportedFailure, number] | undefined {
  const groups = Object.values(
    Object.groupBy(
      failures,
      ({ kind, message, file, line }) =>
        kind === "timeout" ? kind : JSON.stringify([kind, message, file, line]),
    ),
  );
  const largest = groups.reduce(
    (best, group) => (group?.length ?? 0) > (best?.length ?? 0) ? group : best,
    undefined,
  );
  return largest?.[0] && [largest[0], largest.length];
}
