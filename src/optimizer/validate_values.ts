/**
 * Validates changed values: by the parameter's schema, and code by compiler and sandbox.
 *
 * @module
 */
import { shortText } from "../cut_text.ts";
import type { Values } from "../problem/problem.ts";
import type { Rejection, Validation } from "../problem/proposal.ts";
import type { CodeRunner, Program } from "../trace/code_runner.ts";
import type { CodeSpec } from "../trace/code_spec.ts";
import type { TraceParameter } from "../trace/trace_parameter.ts";

/** Calls that proposed code must handle. */
export interface SmokeTest {
  /** Arguments of earlier calls. */
  readonly inputs: CodeSpec["lastInputs"];
  /** The program in use: an input on which it also fails does not count against a proposal. */
  readonly current: Program;
}

/** Options of `validateValues`. */
export interface ValidateValuesOptions {
  /** Returns the runner of the smoke tests, for code. */
  readonly runner: () => CodeRunner;
  /** The smoke test of a code parameter. @default its recent inputs and its current program */
  readonly smokeTest?: (name: string, code: CodeSpec) => SmokeTest;
  /** Whether code must pass TypeScript's type checker. @default false */
  readonly isTypeChecked?: boolean;
  /** Whether code is only checked and compiled provisionally: its smoke test is left for later. @default false */
  readonly isProvisional?: boolean;
  /** Whether code ran provisionally: it must be the same program when it is compiled. @default false */
  readonly wasProvisional?: boolean;
  /** Aborts the validation. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * Validates values that are used together. Sets no parameter.
 *
 * @param parameters by name
 * @param values the changed values
 * @throws {SandboxError} when the sandbox fails
 */
export async function validateValues(
  parameters: ReadonlyMap<string, TraceParameter>,
  values: Values,
  options: ValidateValuesOptions,
): Promise<Validation> {
  const rejections: Rejection[] = [];
  const accepted: Record<string, unknown> = {};
  const faultsOfOthers: Rejection[] = [];
  let isByClock = false;
  let isProvisional = false;
  for (const [name, value] of Object.entries(values)) {
    const parameter = parameters.get(name);
    if (parameter === undefined) continue;
    const checked = parameter.check(value);
    if (checked.kind === "refused") {
      rejections.push({ parameter: name, value, reason: reasonText(checked.reasons) });
      continue;
    }
    const refusal = await codeRefusal(
      parameter,
      { parameter: name, value: checked.value },
      options,
    );
    isByClock ||= refusal?.isByClock ?? false;
    isProvisional ||= options.isProvisional === true && parameter.code !== undefined;
    if (refusal === undefined) accepted[name] = checked.value;
    else (refusal.isOwnFault ? rejections : faultsOfOthers).push(refusal.rejection);
  }
  // Code is not refused for failures that other refused changes cause.
  return {
    values: accepted,
    rejections: rejections.length > 0 ? rejections : faultsOfOthers,
    ...(isByClock ? { isByClock } : {}),
    ...(isProvisional ? { isProvisional } : {}),
  };
}

/** Maximum number of faults of one value, and maximum characters of each. */
const maxFaults = 10;
const maxFaultLength = 300;

/** The first faults of a value: a schema may find one in every item of a list. */
function reasonText(reasons: readonly string[]): string {
  const shown = reasons.slice(0, maxFaults).map((reason) => shortText(reason, maxFaultLength));
  const rest = reasons.length - shown.length;
  return [...shown, ...(rest > 0 ? [`and ${rest} more faults`] : [])].join("; ");
}

interface CodeRefusal {
  readonly rejection: Rejection;
  readonly isOwnFault: boolean;
  readonly isByClock: boolean;
}

async function codeRefusal(
  { code }: TraceParameter,
  proposed: Pick<Rejection, "parameter" | "value">,
  { runner, smokeTest = lastCalls, signal, ...options }: ValidateValuesOptions,
): Promise<CodeRefusal | undefined> {
  if (code === undefined) return undefined;
  const { checkProgram } = await import("../code/check_program.ts"); // loads the compiler packages lazily
  const program = code.program(String(proposed.value));
  const { inputs, current } = smokeTest(proposed.parameter, code);
  const { isTypeChecked = false, isProvisional = false, wasProvisional = false } = options;
  const validation = await checkProgram(program, {
    runner: runner(),
    smokeInputs: inputs,
    current,
    isTypeChecked,
    isProvisional,
    wasProvisional,
    tools: code.tools(),
    ...(code.timeoutMs === undefined ? {} : { timeoutMs: code.timeoutMs }),
    ...(signal === undefined ? {} : { signal }),
  });
  if (validation.kind === "accepted") return undefined;
  const { diagnostics, isByClock = false } = validation;
  const [first] = diagnostics;
  const reason = first === undefined ? "it was refused" : `line ${first.line}: ${first.message}`;
  return {
    rejection: { ...proposed, reason, diagnostics },
    isOwnFault: validation.unit === program.entry,
    isByClock,
  };
}

function lastCalls(_name: string, code: CodeSpec): SmokeTest {
  return { inputs: code.lastInputs, current: code.program() };
}
