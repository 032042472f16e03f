/**
 * Debugging: twenty functions with one to three planted faults each, and test suites whose messages are the feedback.
 *
 * What: parsers, calendar and path arithmetic, searches, caches and tables of 10 to 40 lines. The faults are of different
 * kinds: off by one, a wrong operator, a missing case, a wrong start, a shared array, a wrong order, a missed await. Why: a fault
 * shows in the trace (which branch was taken, with what) while the message of a test only says that the result is wrong.
 * Source: written for this comparison; the correct versions are in the tests alone.
 *
 * A function is a task of its own: `deno run -A mod.ts optimize examples/debugging/functions/wrap_text.ts --model NAME`. This
 * module has them by number and by name; `deno task experiment debugging` compares methods, with one seed per function.
 *
 * @module
 */
import type { Task } from "@opto/opto";
import addMonths from "./functions/add_months.ts";
import allowRequests from "./functions/allow_requests.ts";
import buildOrder from "./functions/build_order.ts";
import convertBase from "./functions/convert_base.ts";
import diffLines from "./functions/diff_lines.ts";
import divideEvenly from "./functions/divide_evenly.ts";
import encodeRuns from "./functions/encode_runs.ts";
import firstUnmatched from "./functions/first_unmatched.ts";
import freeSlots from "./functions/free_slots.ts";
import isBalanced from "./functions/is_balanced.ts";
import lifeStep from "./functions/life_step.ts";
import makeChange from "./functions/make_change.ts";
import normalizePath from "./functions/normalize_path.ts";
import parseCsvLine from "./functions/parse_csv_line.ts";
import parseDuration from "./functions/parse_duration.ts";
import rangeOf from "./functions/range_of.ts";
import runCache from "./functions/run_cache.ts";
import settle from "./functions/settle.ts";
import toRoman from "./functions/to_roman.ts";
import wrapText from "./functions/wrap_text.ts";

/** The functions in order; the first has number 1. */
export const tasks = [
  addMonths,
  allowRequests,
  buildOrder,
  convertBase,
  diffLines,
  divideEvenly,
  encodeRuns,
  firstUnmatched,
  freeSlots,
  isBalanced,
  lifeStep,
  makeChange,
  normalizePath,
  parseCsvLine,
  parseDuration,
  rangeOf,
  runCache,
  settle,
  toRoman,
  wrapText,
] as unknown as readonly Task[]; // as: of different types

/**
 * The task of a seed.
 *
 * @param seed number of a function, from 1 to 20
 * @throws {RangeError} when there is no such function
 */
export function taskOf(seed: number): Task {
  const task = tasks[seed - 1];
  if (task !== undefined) return task;
  throw new RangeError(
    `Cannot choose "${seed}" as a function: received no whole number from 1 to ${tasks.length}`,
  );
}
