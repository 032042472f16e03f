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
  /** Called for an answer of another shape, with its fault; throws the error to reject with. @default that fault */
  readonly breach?: (fault: unknown) => Promise<never>;
}

/** Longest time of reading one answer. A longer one was made to be slow, and its process gives no second. */
const maxDecodeMs = 5_000;

/** An evaluator that asks another process. */
export function remoteEvaluator(options: RemoteEvaluatorOptions): Evaluator {
  return new RemoteEvaluator(options);
}

class RemoteEvaluator implements Evaluator {
  readonly #ask: AskEvaluator;
  readonly #close: () => Promise<void>;
  readonly #origin: Origin;
  readonly #breach: (fault: unknown) => Promise<never>;
  #facts: Promise<TaskFacts> | undefined;

  constructor({ ask, close, origin = "untrusted", breach }: RemoteEvaluatorOptions) {
    this.#breach = breach ?? ((fault) => Promise.reject(fault));
    this.#ask = ask;
    this.#close = close;
    this.#origin = origin;
  }

  facts(): Promise<TaskFacts> {
    return this.#facts ??= this.#asked("facts", null, decodeFacts);
  }

  async evaluate(request: EvaluationRequest): Promise<Report> {
    return await this.#asked("evaluate", encodeRequest(request), decodeReport, request.signal);
  }

  async validate(
    candidate: Candidate,
    changed: readonly string[],
    options: ValidateOptions = {},
  ): Promise<Validation> {
    const request = encodeValidationRequest({ candidate, changed, options });
    return await this.#asked("validate", request, decodeValidation, options.signal);
  }

  async exampleText(example: ExampleRef): Promise<ExampleText> {
    return await this.#asked("exampleText", example, decodeExampleText);
  }

  async draw(request: DrawRequest): Promise<ExampleDrawing | null> {
    return await this.#asked("draw", encodeDrawRequest(request), decodeDrawing, request.signal);
  }

  async exportAgent(candidate: Candidate): Promise<AgentModule> {
    return await this.#asked("exportAgent", encodeCandidate(candidate), decodeAgentModule);
  }

  async #asked<Answer>(
    method: EvaluatorMethod,
    argument: unknown,
    decode: (json: unknown, origin: Origin) => Answer,
    signal?: AbortSignal,
  ): Promise<Answer> {
    signal?.throwIfAborted();
    const json = await this.#ask(method, argument, { signal });
    const start = performance.now();
    try {
      const answer = decode(json, this.#origin);
      if (this.#origin === "untrusted" && performance.now() - start > maxDecodeMs) {
        throw new RangeError(`an answer that takes more than ${maxDecodeMs} ms to read`);
      }
      return answer;
    } catch (fault) {
      return await this.#breach(fault);
    }
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
