/**
 * Validates proposed code: compiles, checks and loads it, and runs it on recent inputs.
 *
 * @module
 */
import type { CallResult, Diagnostic } from "../../sandbox/protocol.ts";
import type { CodeCall, CodeRunner, HostTool, Program } from "../trace/code_runner.ts";
import { printValue } from "../trace/print_value.ts";
import { type CompiledProgramUnit, compileUnits } from "./compile_units.ts";
import type { Compiler } from "./compiler.ts";
import { anyResult, type ResultShape, shapeFault } from "./result_shape.ts";
import { sharedCompiler } from "./shared_compiler.ts";

/** Options of `checkProgram`. */
export interface CheckProgramOptions {
  /** The runner that loads and calls the program. */
  readonly runner: CodeRunner;
  /** Compiles and checks its units. @default the compiler of this process */
  readonly compiler?: Compiler;
  /**
   * Arguments of recent calls; the program must handle each.
   *
   * @default []
   */
  readonly smokeInputs?: readonly (readonly unknown[])[];
  /** Host functions that the program calls. */
  readonly tools?: ReadonlyMap<string, HostTool>;
  /**
   * The program in use. An input on which it also fails does not count against the new one.
   */
  readonly current?: Program;
  /**
   * Whether to check types against the declared function.
   *
   * @default false
   */
  readonly isTypeChecked?: boolean;
  /** Whether it is only checked and compiled provisionally: it is not loaded, nor called. @default false */
  readonly isProvisional?: boolean;
  /** Whether it ran provisionally: it is refused when it compiles to another program than that one. @default false */
  readonly wasProvisional?: boolean;
  /** Time limit of one call, in milliseconds. @default the runner's own limit */
  readonly timeoutMs?: number;
  /** Seed of `Math.random`. @default 0 */
  readonly seed?: number;
  /** Aborts the check. */
  readonly signal?: AbortSignal;
}

/** The outcome of a check; a refusal has the unit, the diagnostics and the stage. */
export type ProgramCheck =
  | { readonly kind: "accepted" }
  | {
    readonly kind: "refused";
    /** The unit's id. */
    readonly unit: string;
    readonly diagnostics: readonly Diagnostic[];
    /** True when a limit of time or memory was the reason. */
    readonly isByClock?: boolean;
  };

/**
 * Runs all checks in order and stops at the first refusal: the screen of each unit, its types if requested,
 * loading, and one call for each smoke input, which must give a value of the declared shape: not throw, time out or
 * crash the sandbox.
 *
 * @throws {SandboxError} when the sandbox fails; the signal's reason when it is aborted
 */
export async function checkProgram(
  program: Program,
  options: CheckProgramOptions,
): Promise<ProgramCheck> {
  const { runner, compiler, signal, isTypeChecked = false } = options;
  const { isProvisional = false, wasProvisional = false } = options;
  const compilation = await compileUnits(program.units, {
    level: isTypeChecked ? "full" : "screen",
    isProvisional,
    wasProvisional,
    ...(compiler && { compiler }),
    ...(signal && { signal }),
  });
  if (compilation.kind === "refused") return compilation;
  if (isProvisional) return { kind: "accepted" };
  const preparation = await runner.prepare(program, signal ? { signal } : {});
  return preparation.kind === "refused"
    ? preparation
    : await smokeRun(program, compilation.units, options);
}

async function smokeRun(
  program: Program,
  compiled: readonly CompiledProgramUnit[],
  options: CheckProgramOptions,
): Promise<ProgramCheck> {
  const { runner, smokeInputs = [], current, compiler = sharedCompiler() } = options;
  if (smokeInputs.length === 0) return { kind: "accepted" };
  const entry = program.units.find(({ id }) => id === program.entry);
  const shape = entry === undefined
    ? anyResult
    : await compiler.resultShape(entry.original, entry.entry);
  const results = await runner.runMany(callOf(program, options), smokeInputs);
  for (const [index, result] of results.entries()) {
    const fault = faultOf(result, shape);
    if (fault === undefined) continue;
    const input = smokeInputs[index] ?? [];
    if (current && await fails(current, input, shape, options)) continue;
    return refusal(program, compiled, { input, fault, result });
  }
  return { kind: "accepted" };
}

/** Whether a program fails on an input; one that gives another shape fails as well. */
async function fails(
  program: Program,
  args: readonly unknown[],
  shape: ResultShape,
  options: CheckProgramOptions,
): Promise<boolean> {
  const result = await options.runner.run({ ...callOf(program, options), args });
  return faultOf(result, shape) !== undefined;
}

function faultOf(result: CallResult, shape: ResultShape): string | undefined {
  if (result.kind === "value") return shapeFault(result.value, shape);
  const { name, message } = result.error;
  return `it ${outcomes[result.kind]}: ${name}: ${message}`;
}

function callOf(
  program: Program,
  { tools, timeoutMs, seed, signal }: CheckProgramOptions,
): Omit<CodeCall, "args"> {
  return {
    program,
    ...(tools && { tools }),
    ...(timeoutMs !== undefined && { timeoutMs }),
    ...(seed !== undefined && { seed }),
    ...(signal && { signal }),
  };
}

/** The cause comes first: arguments may be long. */
function refusal(
  program: Program,
  compiled: readonly CompiledProgramUnit[],
  { input, fault, result }: {
    readonly input: readonly unknown[];
    readonly fault: string;
    readonly result: CallResult;
  },
): ProgramCheck {
  const frames = result.kind === "value" ? [] : result.error.frames;
  const frame = frames.find(({ unit }) => program.units.some(({ id }) => id === unit));
  const id = frame?.unit ?? program.entry;
  const found = compiled.find(({ unit }) => unit.id === id);
  const args = input.map((value) => printValue(value, 200)).join(", ");
  const message = `Cannot accept ${found?.unit.entry}: ${fault}; called with (${args})`;
  const { line = 1, column = 1, lineText = "" } = frame ?? found?.compiled.entryPlace ?? {};
  return {
    kind: "refused",
    unit: id,
    diagnostics: [{ stage: "smoke", message, line, column, lineText }],
  };
}

const outcomes: Readonly<Record<Exclude<CallResult["kind"], "value">, string>> = {
  thrown: "threw",
  timeout: "ran out of time",
  crashed: "took the sandbox down",
  refused: "returned a value that cannot be passed on",
};
