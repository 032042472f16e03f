/**
 * The questions between a host and the process of a stranger's task, beside those to its evaluator. Types only.
 *
 * @module
 */
import type { EvaluatorMethod } from "../wire/evaluator_wire.ts";

/** What the host asks. */
export type HostMethod =
  | "ready"
  | "imports"
  | "load"
  | "open"
  | "summarize"
  | "tool"
  | EvaluatorMethod;

/** What the process asks. */
export type TaskMethod = "prepare" | "run" | "compile" | "model";

/** How the evaluator is opened. */
export interface OpenRequest {
  readonly seed: number;
  readonly isTypeChecked: boolean;
  readonly hasStatements: boolean;
  /** Name of a built-in propagator. @default the task's */
  readonly propagator?: string;
  readonly evaluationTimeoutMs?: number;
}

/** A question to the evaluator. */
export interface EvaluatorRequest {
  /** Number of the use, given by the host: the process names it when it asks something for it. */
  readonly use: number;
  readonly argument: unknown;
}

/** A question of the process that belongs to a use of its evaluator; 0 for none. */
export interface UseRequest {
  readonly use: number;
}

/** Prepares a program. */
export interface PrepareRequest extends UseRequest {
  /** JSON of `encodeProgram`, as text, so that the host knows it again. */
  readonly program: string;
}

/** Runs a program. */
export interface RunRequest extends PrepareRequest {
  /** Number of the call, given by the process: the host names it when a tool is called. */
  readonly call: number;
  /** Encoded lists of arguments. */
  readonly argsList: readonly unknown[];
  readonly tools: readonly ToolOffer[];
  readonly timeoutMs?: number;
  readonly seed?: number;
  readonly traceStatements?: boolean;
  readonly recordsCalls?: boolean;
  readonly isProvisional?: boolean;
}

/** A tool that a program may call. */
export interface ToolOffer {
  readonly name: string;
  readonly deadlineMs?: number;
  readonly maxCalls?: number;
}

/** Calls a tool of a running call. */
export interface ToolRequest {
  readonly call: number;
  readonly name: string;
  /** The encoded list of arguments. */
  readonly args: unknown;
}

/** The result of a tool: an encoded value, or its error. */
export type ToolReply =
  | { readonly kind: "value"; readonly value: unknown }
  | { readonly kind: "thrown"; readonly name: string; readonly message: string };

/** Asks the compiler; it gives its answer as JSON. */
export type CompileQuestion = UseRequest & {
  readonly method: "compile" | "inline" | "resultShape";
  readonly args: readonly unknown[];
};

/** Asks a model. */
export interface ModelQuestion extends UseRequest {
  readonly role: "agent" | "judge";
  readonly request: unknown;
}
