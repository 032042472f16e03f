/**
 * Calls a code function in the context's sandbox, and makes the node of the result.
 *
 * @module
 */
import type { CallResult } from "../../../sandbox/protocol.ts";
import { ambient, currentCodeRunner, noteRead } from "../ambient.ts";
import type { BoundArguments } from "../bundle/bound_arguments.ts";
import { callFailure } from "./call_failure.ts";
import type { CodeFunction } from "./code_function.ts";
import type { CodeCall, CodeRunner, Program } from "../code_runner.ts";
import type { Place } from "../failure.ts";
import { insideOf } from "./inner_calls.ts";
import { assemble, reach } from "./program.ts";
import { refusedCode } from "./refused_code.ts";
import { never } from "../open_calls.ts";
import { failedStep } from "../step.ts";
import { type Origin, TraceNode } from "../trace_node.ts";

/** The functions of a program, in unit order. */
type Functions = readonly CodeFunction[];

/**
 * Runs one call. Inputs of the node: the code parameters that run, the nodes in use, and the arguments.
 *
 * @throws {ExecutionError} when the code fails
 * @throws {SandboxError} when the sandbox fails
 */
export async function callCode(code: CodeFunction, args: readonly unknown[]): Promise<TraceNode> {
  // Reads the context before the first wait, so that inputs are made in call order.
  const { seeds, frame, traceStatements, recordsCalls, signal, calls } = ambient();
  using open = calls?.begin(code.name);
  const seed = seeds.next();
  const runner = currentCodeRunner();
  const { functions, nodes } = reach(code);
  const bound = code.bind(undefined, args);
  const origin = originOf(code, functions, nodes, bound);
  if (frame !== undefined) origin.inputs.forEach(noteRead);
  await Promise.all(functions.map((own) => own.ready()));
  const { program, tools } = assemble(code);
  const values = bound.values((input) => input.peek());
  const call: CodeCall = {
    program,
    args: values,
    tools,
    seed,
    traceStatements,
    ...recordsCalls ? {} : { recordsCalls },
    ...code.timeoutMs === undefined ? {} : { timeoutMs: code.timeoutMs },
    ...signal === undefined ? {} : { signal },
  };
  try {
    const result = await runner.run(call);
    if (result.kind === "refused") await refuseOwnCode(runner, { program, functions, signal });
    code.remember(values);
    rememberInner(result, functions, program);
    return resultNode(result, origin, functions, program);
  } catch (error) {
    if (calls?.isOver) return await never(open);
    throw error;
  }
}

/** @throws {TaskError} when the author's own code can never run */
async function refuseOwnCode(
  runner: CodeRunner,
  { program, functions, signal }: {
    readonly program: Program;
    readonly functions: Functions;
    readonly signal: AbortSignal | undefined;
  },
): Promise<void> {
  const preparation = await runner.prepare(program, signal === undefined ? {} : { signal });
  if (preparation.kind !== "refused" || preparation.isByClock) return;
  const code = functions[program.units.findIndex(({ id }) => id === preparation.unit)];
  if (code?.isUntouched) throw refusedCode([{ code, diagnostics: preparation.diagnostics }]);
}

function originOf(
  code: CodeFunction,
  functions: Functions,
  nodes: ReturnType<typeof reach>["nodes"],
  bound: BoundArguments,
): Origin {
  const names: string[] = [];
  const inputs: TraceNode[] = [];
  for (const own of functions.toReversed()) {
    if (own.parameter === undefined) continue;
    names.push(own === code ? "code" : own.name);
    inputs.push(own.parameter);
  }
  return {
    operator: code.operator,
    inputs: [...inputs, ...nodes.map(({ node }) => node), ...bound.inputs],
    inputNames: [...names, ...nodes.map(({ name }) => name), ...bound.inputNames],
  };
}

/** Stores the arguments of inner calls; a proposal is tried on them. */
function rememberInner({ trace }: CallResult, functions: Functions, program: Program): void {
  program.units.forEach((unit, i) => {
    const sampled = trace.calls.filter(({ kind, callee }) => kind === "unit" && callee === unit.id);
    for (const { args } of sampled) functions[i]?.remember(args);
  });
}

function resultNode(
  result: CallResult,
  origin: Origin,
  functions: Functions,
  program: Program,
): TraceNode {
  const inside = insideOf(result, (callee) => {
    const place = program.units.findIndex((unit) => unit.id === callee);
    return functions[place]?.inputNames ?? [];
  });
  if (result.kind === "value") {
    return new TraceNode("message", result.value, origin, inside && { inside });
  }
  const place = placeOf(result, functions, program);
  throw failedStep(origin, undefined, callFailure(result, program, place), inside);
}

/** The author's line that failed: of the innermost frame in code that nobody has changed. */
function placeOf(
  { error }: Exclude<CallResult, { kind: "value" }>,
  functions: Functions,
  { units }: Program,
): Place | undefined {
  const [frame] = error.frames;
  const code = functions[
    frame === undefined ? units.length - 1 : units.findIndex(({ id }) => id === frame.unit)
  ];
  return code?.isUntouched ? code.placeOf(frame?.line) : undefined;
}
