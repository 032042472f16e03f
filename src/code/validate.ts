/**
 * Decides whether proposed code may be tried: compiled, checked, loaded, and run on the last inputs.
 *
 * @module
 */
import type { CallResult, Diagnostic } from "../../sandbox/protocol.ts";
import type { CodeCall, CodeRunner, HostTool, Program } from "../trace/code_runner.ts";
import { printValue } from "../trace/print_value.ts";
import { checkUnit } from "./check.ts";
import { entryPlace } from "./entry_place.ts";
import { typeCheck } from "./type_check.ts";

/** What a validation needs and how far it goes. */
export interface ValidateOptions {
  /** Where the program is loaded and called. */
  readonly runner: CodeRunner;
  /**
   * Arguments the program has to get through, as of the last calls.
   *
   * @default []
   */
  readonly smokeInputs?: readonly (readonly unknown[])[];
  /** Host functions that the program calls. */
  readonly tools?: ReadonlyMap<string, HostTool>;
  /**
   * The program that is in use now: an input that it fails on too is held against neither.
   */
  readonly current?: Program;
  /**
   * Whether to check types against the declared function.
   *
   * @default false
   */
  readonly isTypeChecked?: boolean;
  /** Milliseconds one call may take. @default the runner's own */
  readonly timeoutMs?: number;
  /** Seeds `Math.random` inside. @default 0 */
  readonly seed?: number;
  /** Ends the validation by throwing its reason. */
  readonly signal?: AbortSignal;
}

/** The verdict on a program; a refusal says which unit is at fault, where and why. */
export type Validation =
  | { readonly kind: "accepted" }
  | {
    readonly kind: "refused";
    /** The unit's id. */
    readonly unit: string;
    readonly diagnostics: readonly Diagnostic[];
  };

/**
 * Takes a program through every check in order and stops at the first that refuses: syntax, entry, signature, imports,
 * free variables and forbidden constructs; types where wanted; loading; and one call for each smoke input, which must
 * neither throw nor run out of time nor take the sandbox down.
 *
 * @throws {SandboxError} when the sandbox itself is broken, or the signal's reason when it is aborted
 */
export async function validateProgram(
  program: Program,
  options: ValidateOptions,
): Promise<Validation> {
  const { runner, signal, isTypeChecked = false } = options;
  for (const unit of program.units) {
    const diagnostics = await checkUnit(unit);
    if (diagnostics.length > 0) return { kind: "refused", unit: unit.id, diagnostics };
  }
  for (const unit of isTypeChecked ? program.units : []) {
    if (unit.source === unit.original) continue;
    const diagnostics = await typeCheck(unit);
    if (diagnostics.length > 0) return { kind: "refused", unit: unit.id, diagnostics };
  }
  signal?.throwIfAborted();
  const preparation = await runner.prepare(program, signal ? { signal } : {});
  return preparation.kind === "refused" ? preparation : await smokeRun(program, options);
}

async function smokeRun(program: Program, options: ValidateOptions): Promise<Validation> {
  const { runner, smokeInputs = [], current } = options;
  if (smokeInputs.length === 0) return { kind: "accepted" };
  const results = await runner.runMany(callOf(program, options), smokeInputs);
  for (const [index, result] of results.entries()) {
    if (result.kind === "value") continue;
    const input = smokeInputs[index] ?? [];
    if (current && await fails(current, input, options)) continue;
    return await refusal(program, input, result);
  }
  return { kind: "accepted" };
}

async function fails(
  program: Program,
  args: readonly unknown[],
  options: ValidateOptions,
): Promise<boolean> {
  const result = await options.runner.run({ ...callOf(program, options), args });
  return result.kind !== "value";
}

function callOf(
  program: Program,
  { tools, timeoutMs, seed, signal }: ValidateOptions,
): Omit<CodeCall, "args"> {
  return {
    program,
    ...(tools && { tools }),
    ...(timeoutMs !== undefined && { timeoutMs }),
    ...(seed !== undefined && { seed }),
    ...(signal && { signal }),
  };
}

async function refusal(
  program: Program,
  input: readonly unknown[],
  result: Exclude<CallResult, { kind: "value" }>,
): Promise<Validation> {
  const { error } = result;
  const frame = error.frames.find(({ unit }) => program.units.some(({ id }) => id === unit));
  const unit = program.units.find(({ id }) => id === (frame?.unit ?? program.entry));
  const args = input.map((value) => printValue(value, 200)).join(", ");
  const message = `Cannot accept ${unit?.entry}: called with (${args}) it ${told[result.kind]}: ` +
    `${error.name}: ${error.message}`;
  const place = frame ?? (unit && await entryPlace(unit.source, unit.entry));
  const { line = 1, column = 1, lineText = "" } = place ?? {};
  return {
    kind: "refused",
    unit: unit?.id ?? program.entry,
    diagnostics: [{ stage: "smoke", message, line, column, lineText }],
  };
}

const told: Readonly<Record<Exclude<CallResult["kind"], "value">, string>> = {
  thrown: "threw",
  timeout: "ran out of time",
  crashed: "took the sandbox down",
  refused: "gave what cannot be passed on",
};
