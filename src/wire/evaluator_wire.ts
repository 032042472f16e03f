/**
 * The evaluator port over messages: an evaluator that asks another process, and what that process answers.
 *
 * @module
 */
import type { Candidate } from "../trainer/candidate.ts";
import type {
  AgentModule,
  DrawRequest,
  EvaluationRequest,
  Evaluator,
  ExampleDrawing,
  ExampleRef,
  ExampleText,
  Report,
  TaskFacts,
  ValidateOptions,
} from "../trainer/evaluator.ts";
import type { Validation } from "../problem/proposal.ts";
import { decodeFacts, encodeFacts } from "./facts.ts";
import { decodeAgentModule, decodeDrawing, decodeExampleText } from "./outcomes.ts";
import { decodeReport, encodeReport } from "./report.ts";
import {
  decodeCandidate,
  decodeDrawRequest,
  decodeExample,
  decodeRequest,
  decodeValidationRequest,
  encodeCandidate,
  encodeDrawRequest,
  encodeRequest,
  encodeValidationRequest,
} from "./request.ts";
import { decodeValidation, encodeValidation } from "./validation.ts";
import type { Origin } from "./value.ts";

/** What can be asked of an evaluator. */
export const evaluatorMethods = [
  "facts",
  "evaluate",
  "validate",
  "exampleText",
  "draw",
  "exportAgent",
] as const;

/** One of them. */
export type EvaluatorMethod = typeof evaluatorMethods[number];

/** Sends a question to the process with the evaluator, and gives its answer as JSON. */
export type AskEvaluator = (
  method: EvaluatorMethod,
  argument: unknown,
  options: { readonly signal?: AbortSignal | undefined },
) => Promise<unknown>;

/** Options of `remoteEvaluator`. */
export interface RemoteEvaluatorOptions {
  readonly ask: AskEvaluator;
  /** Called once, when the evaluator is disposed of. */
  readonly close: () => Promise<void>;
  /** Who answers. @default "untrusted" */
  readonly origin?: Origin;
}

/** An evaluator that asks another process. It rejects with a TypeError for an answer of another shape. */
export function remoteEvaluator(options: RemoteEvaluatorOptions): Evaluator {
  return new RemoteEvaluator(options);
}

class RemoteEvaluator implements Evaluator {
  readonly #ask: AskEvaluator;
  readonly #close: () => Promise<void>;
  readonly #origin: Origin;
  #facts: Promise<TaskFacts> | undefined;

  constructor({ ask, close, origin = "untrusted" }: RemoteEvaluatorOptions) {
    this.#ask = ask;
    this.#close = close;
    this.#origin = origin;
  }

  facts(): Promise<TaskFacts> {
    return this.#facts ??= this.#ask("facts", null, {})
      .then((json) => decodeFacts(json, this.#origin));
  }

  async evaluate(request: EvaluationRequest): Promise<Report> {
    const { signal } = request;
    signal?.throwIfAborted();
    return decodeReport(
      await this.#ask("evaluate", encodeRequest(request), { signal }),
      this.#origin,
    );
  }

  async validate(
    candidate: Candidate,
    changed: readonly string[],
    options: ValidateOptions = {},
  ): Promise<Validation> {
    const { signal } = options;
    signal?.throwIfAborted();
    const request = encodeValidationRequest({ candidate, changed, options });
    return decodeValidation(await this.#ask("validate", request, { signal }), this.#origin);
  }

  async exampleText(example: ExampleRef): Promise<ExampleText> {
    return decodeExampleText(await this.#ask("exampleText", example, {}));
  }

  async draw(request: DrawRequest): Promise<ExampleDrawing | null> {
    const { signal } = request;
    signal?.throwIfAborted();
    return decodeDrawing(await this.#ask("draw", encodeDrawRequest(request), { signal }));
  }

  async exportAgent(candidate: Candidate): Promise<AgentModule> {
    return decodeAgentModule(await this.#ask("exportAgent", encodeCandidate(candidate), {}));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#close();
  }
}

/**
 * Answers a question to an evaluator.
 *
 * @param origin who asks @param method the question @param argument as JSON
 * @throws {TypeError} for a question or an argument of another shape, and for an answer that is no plain data
 * @throws what the evaluator rejects with
 */
export async function answerEvaluator(
  evaluator: Evaluator,
  { method, argument, signal, origin = "untrusted" }: {
    readonly method: string;
    readonly argument: unknown;
    readonly signal?: AbortSignal;
    readonly origin?: Origin;
  },
): Promise<unknown> {
  const aborted = signal === undefined ? {} : { signal };
  switch (method) {
    case "facts":
      return encodeFacts(await evaluator.facts());
    case "evaluate":
      return encodeReport(
        await evaluator.evaluate({ ...decodeRequest(argument, origin), ...aborted }),
      );
    case "validate": {
      const { candidate, changed, options } = decodeValidationRequest(argument, origin);
      return encodeValidation(
        await evaluator.validate(candidate, changed, { ...options, ...aborted }),
      );
    }
    case "exampleText":
      return await evaluator.exampleText?.(decodeExample(argument)) ?? { input: "" };
    case "draw":
      return await evaluator.draw?.({ ...decodeDrawRequest(argument, origin), ...aborted }) ?? null;
    case "exportAgent":
      return await evaluator.exportAgent?.(decodeCandidate(argument, origin)) ??
        { kind: "missing", reason: "The evaluator exports no agents." };
    default:
      throw new TypeError(`Cannot ask an evaluator for "${method.slice(0, 100)}"`);
  }
}
