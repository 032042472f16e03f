/**
 * What of a proposal may be applied: the right names and kinds, what the schemas allow, and code that runs.
 *
 * @module
 */
import { currentCodeRunner } from "../trace/ambient.ts";
import type { CodeSpec } from "../trace/code_spec.ts";
import type { TraceParameter } from "../trace/trace_parameter.ts";
import type { Problem, Proposal, Rejection } from "../problem/proposer.ts";
import { shownParameters } from "./shown_parameters.ts";
import { projectSuggestion, type Update } from "./update.ts";

/** What a step, or a proposal for one, came to. */
export interface StepOutcome extends Update {
  /**
   * `updated`: there are changes. `nothing`: there is nothing to change. `unusable`: something was suggested, but none of it
   * can be applied.
   */
  readonly kind: "updated" | "nothing" | "unusable";
  /** The model's reasons, or why nothing came of it. */
  readonly reasoning: string;
}

/** What a proposal is checked against. */
export interface CheckProposalOptions {
  /** What was proposed for. */
  readonly problem: Problem;
  /** The parameters by the names in the problem. */
  readonly parameters: ReadonlyMap<string, TraceParameter>;
  /** Whether code must pass TypeScript's own checker. */
  readonly isTypeChecked: boolean;
  /** Ends the checks. */
  readonly signal?: AbortSignal;
}

/**
 * Sorts a proposal into changes that may be applied and values that are rejected; nothing is applied. Code is compiled,
 * checked and run on its last inputs in the sandbox of this context.
 *
 * @throws {SandboxError} when the sandbox itself is broken
 */
export async function checkProposal(
  proposal: Proposal,
  { problem, parameters, isTypeChecked, signal }: CheckProposalOptions,
): Promise<StepOutcome> {
  if (proposal.kind === "nothing") return { ...proposal, changes: {}, rejected: [] };
  if (proposal.kind === "unusable") {
    return { kind: "unusable", changes: {}, rejected: [], reasoning: proposal.reason };
  }
  const { changes, rejected } = projectSuggestion(shownParameters(problem), proposal.values, {
    check: (name, value) =>
      parameters.get(name)?.check(value) ?? { kind: "refused", reasons: ["it is unknown"] },
  });
  const accepted: Record<string, unknown> = {};
  const refused: Rejection[] = [...rejected];
  for (const [name, value] of Object.entries(changes)) {
    const code = parameters.get(name)?.code;
    const refusal = code && await refusalOf(code, String(value), { isTypeChecked, signal });
    if (refusal === undefined) accepted[name] = value;
    else refused.push({ parameter: name, value, ...refusal });
  }
  const isUpdated = Object.keys(accepted).length > 0;
  return {
    kind: isUpdated ? "updated" : refused.length > 0 ? "unusable" : "nothing",
    changes: accepted,
    rejected: refused,
    reasoning: proposal.reasoning,
  };
}

/** Why a source cannot take the place of a function's current one, if it cannot. */
async function refusalOf(
  code: CodeSpec,
  source: string,
  { isTypeChecked, signal }: {
    readonly isTypeChecked: boolean;
    readonly signal: AbortSignal | undefined;
  },
): Promise<Pick<Rejection, "reason" | "diagnostics"> | undefined> {
  const { checkProgram } = await import("../code/check_program.ts"); // compilers load when first used
  const validation = await checkProgram(code.program(source), {
    runner: currentCodeRunner(),
    smokeInputs: code.lastInputs,
    tools: code.tools(),
    current: code.program(),
    isTypeChecked,
    ...(code.timeoutMs === undefined ? {} : { timeoutMs: code.timeoutMs }),
    ...(signal === undefined ? {} : { signal }),
  });
  if (validation.kind === "accepted") return undefined;
  const { diagnostics } = validation;
  const [first] = diagnostics;
  const reason = first === undefined ? "it was refused" : `line ${first.line}: ${first.message}`;
  return { reason, diagnostics };
}
