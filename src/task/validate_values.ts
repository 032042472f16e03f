/**
 * Checks the changed values of a candidate before it is evaluated.
 *
 * @module
 */
import { checkProgram } from "../code/check_program.ts";
import type { Rejection } from "../problem/proposer.ts";
import type { CodeRunner, Program } from "../trace/code_runner.ts";
import type { CodeSpec } from "../trace/code_spec.ts";
import type { TraceParameter } from "../trace/trace_parameter.ts";
import type { Validation } from "../trainer/evaluator.ts";
import type { LiveAgent } from "./live_agent.ts";

/** What one code parameter is tried on. */
export interface SmokeTest {
  /** Arguments of earlier calls. */
  readonly inputs: CodeSpec["lastInputs"];
  /** The program of the author's own values: an input on which it fails too is held against no proposal. */
  readonly current: Program;
}

/** What code is tried on, by the name of its parameter. */
export type SmokeTests = ReadonlyMap<string, SmokeTest>;

/** Where values are checked, and on what. */
export interface ValidateValuesOptions {
  readonly runner: CodeRunner;
  readonly smokeTests: SmokeTests;
  /** Whether code must pass TypeScript's own checker. */
  readonly isTypeChecked: boolean;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Checks the changed values of an agent that holds all values of a candidate: by the parameter's schema, and for code by
 * everything that can be checked without an example.
 *
 * @param values the changed values as they were proposed; code among them is set already
 */
export async function validateValues(
  live: LiveAgent,
  values: Readonly<Record<string, unknown>>,
  options: ValidateValuesOptions,
): Promise<Validation> {
  const rejections: Rejection[] = [];
  const accepted: Record<string, unknown> = {};
  const faultsOfOthers: Rejection[] = [];
  for (const [name, value] of Object.entries(values)) {
    const parameter = live.parameters.get(name);
    const checked = parameter?.check(value);
    if (parameter === undefined || checked === undefined) continue;
    if (checked.kind === "refused") {
      rejections.push({ parameter: name, value, reason: checked.reasons.join("; ") });
      continue;
    }
    const refusal = await refusalOf(parameter, { parameter: name, value }, options);
    if (refusal === undefined) accepted[name] = checked.value;
    else (refusal.isOwnFault ? rejections : faultsOfOthers).push(refusal.rejection);
  }
  // Code that only fails because other changed code is refused may be right.
  return { values: accepted, rejections: rejections.length > 0 ? rejections : faultsOfOthers };
}

async function refusalOf(
  { code }: TraceParameter,
  proposed: Pick<Rejection, "parameter" | "value">,
  { runner, smokeTests, isTypeChecked, signal }: ValidateValuesOptions,
): Promise<{ readonly rejection: Rejection; readonly isOwnFault: boolean } | undefined> {
  if (code === undefined) return undefined;
  const program = code.program();
  const { inputs = [], current } = smokeTests.get(proposed.parameter) ?? {};
  const validation = await checkProgram(program, {
    runner,
    smokeInputs: inputs,
    isTypeChecked,
    ...(current === undefined ? {} : { current }),
    tools: code.tools(),
    ...(code.timeoutMs === undefined ? {} : { timeoutMs: code.timeoutMs }),
    ...(signal === undefined ? {} : { signal }),
  });
  if (validation.kind === "accepted") return undefined;
  const { diagnostics } = validation;
  const [first] = diagnostics;
  const reason = first === undefined ? "it was refused" : `line ${first.line}: ${first.message}`;
  return {
    rejection: { ...proposed, reason, diagnostics },
    isOwnFault: validation.unit === program.entry,
  };
}
