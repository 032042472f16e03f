/**
 * A guide for outputs that are code: runs them in the sandbox on given cases.
 *
 * @module
 */
import type { CallResult } from "../../sandbox/protocol.ts";
import { shortText } from "../cut_text.ts";
import { currentCodeRunner } from "../trace/ambient.ts";
import type { Program } from "../trace/code_runner.ts";
import { equalValues } from "../trace/equal_values.ts";
import { printValue } from "../trace/print_value.ts";
import type { TextGuide } from "./text_guide.ts";

/** One case of a suite. */
export interface TestCase {
  /** Name in the feedback. @default the call, such as `sort([2, 1])` */
  readonly name?: string;
  /** Arguments, plain data. */
  readonly args: readonly unknown[];
  /** The value that the function must return, compared as by `exactMatch`. It never enters the sandbox. */
  readonly expected: unknown;
}

/** Options of `testSuite`. */
export interface TestSuiteOptions {
  /** Name of the function that the code declares. */
  readonly entry: string;
  /** Longest time of one call, in milliseconds. @default that of the sandbox */
  readonly timeoutMs?: number;
}

/** Most cases of a suite: they go to the sandbox in one message. */
const maxCases = 10_000;

/** Cases that run over their time before the others are given up: with code that never ends each would take as long. */
const maxOverruns = 2;

/** Failing cases that the feedback tells with their values; of others it gives the number. */
const shownFailures = 10;

/**
 * A guide that runs code against the cases in `expected`. Its score is the share of cases that pass; the feedback names each
 * failing case with its call, what came and what was expected; the metrics are `passed` and `failed`.
 *
 * The output is TypeScript that declares the function `entry`: what a model in the agent wrote, or a trainable function
 * itself, `forward: () => sort.parameter`. It runs in the sandbox of the run, or the default one, and its results are
 * compared outside of it. Code that does not compile passes no case; where two cases ran over their time, those after them
 * are not run, and fail.
 *
 * @throws {TypeError} in the guide, for an example whose `expected` is no list of cases
 * @throws {RangeError} in the guide, for no case or more than 10,000
 *
 * @example
 * ```ts
 * import { testSuite } from "@opto/opto/guide";
 * import { assertEquals } from "@std/assert";
 *
 * const guide = testSuite({ entry: "largest" });
 * const expected = [
 *   { args: [[1, 3, 2]], expected: 3 },
 *   { name: "negative numbers", args: [[-2, -1]], expected: -1 },
 * ];
 * const code = "export function largest(list: number[]) { return Math.max(0, ...list); }";
 * assertEquals(await guide({ input: "Write largest(list).", expected }, code), {
 *   score: 0.5,
 *   feedback: "1 of 2 cases fail.\nnegative numbers: largest([-2, -1]) returned 0; -1 was expected.",
 *   metrics: { passed: 1, failed: 1 },
 * });
 * ```
 */
export function testSuite(
  { entry, timeoutMs }: TestSuiteOptions,
): TextGuide<string, readonly TestCase[]> {
  return async ({ expected }, output) => {
    const cases = casesOf(expected);
    const none = (feedback: string) => ({
      score: 0,
      feedback,
      metrics: { passed: 0, failed: cases.length },
    });
    if (output instanceof Error) return none(`It failed: ${output.message}`);
    if (typeof output !== "string") {
      return none(`The output ${printValue(output, 200)} is no code; a text was expected.`);
    }
    const program = programOf(entry, output);
    const runner = currentCodeRunner();
    const prepared = await runner.prepare(program);
    if (prepared.kind === "refused") {
      const faults = prepared.diagnostics.slice(0, shownFailures).map(({ line, message }) =>
        `line ${line}: ${message}`
      );
      return none(["The code cannot run:", ...faults].join("\n"));
    }
    const results = await resultsOf(cases, (some) =>
      runner.runMany(
        { program, ...(timeoutMs === undefined ? {} : { timeoutMs }) },
        some.map(({ args }) => args),
      ));
    const failures = cases.flatMap((test, i) => {
      const failure = failureOf(entry, test, results[i]);
      return failure === undefined ? [] : [failure];
    });
    const passed = cases.length - failures.length;
    return {
      score: passed / cases.length,
      feedback: feedbackOf(failures, cases.length),
      metrics: { passed, failed: failures.length },
    };
  };
}

/**
 * The results of the cases in order. They are run in groups, each twice as large as the one before; none is run after a group with
 * which too many ran over their time.
 */
async function resultsOf(
  cases: readonly TestCase[],
  run: (some: readonly TestCase[]) => Promise<readonly CallResult[]>,
): Promise<readonly CallResult[]> {
  const results: CallResult[] = [];
  for (let size = maxOverruns; results.length < cases.length; size *= 2) {
    results.push(...await run(cases.slice(results.length, results.length + size)));
    const overruns = results.filter(({ kind }) => kind === "timeout");
    if (overruns.length >= maxOverruns) break;
  }
  return results;
}

function programOf(entry: string, source: string): Program {
  const unit = { id: entry, kind: "trainable", entry, source, original: source, uses: {} } as const;
  return { units: [unit], entry };
}

/** @throws {TypeError} for what is no list of cases @throws {RangeError} for none or too many */
function casesOf(expected: unknown): readonly TestCase[] {
  const isCase = (value: unknown) =>
    typeof value === "object" && value !== null && "args" in value && Array.isArray(value.args) &&
    "expected" in value;
  if (!Array.isArray(expected) || !expected.every(isCase)) {
    throw new TypeError(
      `Cannot use ${printValue(expected, 100)} as cases: received no list of { args, expected }`,
    );
  }
  if (expected.length > 0 && expected.length <= maxCases) return expected;
  throw new RangeError(
    `Cannot run ${expected.length} cases: received a number that is not from 1 to ${maxCases}`,
  );
}

/** The name of a failing case, and why it fails. */
interface CaseFailure {
  readonly name: string;
  readonly reason: string;
}

function failureOf(
  entry: string,
  { name, args, expected }: TestCase,
  result: CallResult | undefined,
): CaseFailure | undefined {
  if (result?.kind === "value" && equalValues(result.value, expected)) return undefined;
  const call = `${entry}(${args.map((arg) => printValue(arg, 200)).join(", ")})`;
  const wanted = `${printValue(expected, 200)} was expected`;
  const came = result === undefined
    ? `was not run: ${maxOverruns} cases before it ran over their time`
    : result.kind === "value"
    ? `returned ${printValue(result.value, 200)}`
    : `failed: ${result.error.name}: ${shortText(result.error.message, 300)}`;
  return {
    name: name ?? shortText(call, 200),
    reason: `${name === undefined ? "it" : shortText(call, 400)} ${came}; ${wanted}.`,
  };
}

function feedbackOf(failures: readonly CaseFailure[], count: number): string {
  if (failures.length === 0) return `All ${count} cases pass.`;
  const rest = failures.slice(shownFailures);
  return [
    `${failures.length} of ${count} cases fail.`,
    ...failures.slice(0, shownFailures).map(({ name, reason }) => `${name}: ${reason}`),
    ...(rest.length === 0
      ? []
      : [shortText(`Also: ${rest.map(({ name }) => name).join(", ")}.`, 2_000)]),
  ].join("\n");
}
