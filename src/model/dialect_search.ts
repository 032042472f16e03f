/**
 * Finds the dialect of a server: sends a request with fewer features after each refusal.
 *
 * @module
 */
import { type Dialect, fullDialect, lesserDialect } from "./dialect.ts";
import type { GenerateOptions, ModelRequest, ModelResponse } from "./language_model.ts";
import { refusalOf } from "./openai_failure.ts";

/** Sends one request in one dialect. */
export type SendInDialect = (
  request: ModelRequest,
  dialect: Dialect,
  options: TryOptions,
) => Promise<ModelResponse>;

/** Options of one try. */
export interface TryOptions extends GenerateOptions {
  readonly signal: AbortSignal;
  /** Called for each piece of the answer that arrives. */
  readonly onPiece: () => void;
}

/** Sends one request in the dialect of the server. */
export type SendRequest = (
  request: ModelRequest,
  options: TryOptions,
) => Promise<ModelResponse>;

/** Sends requests in the richest dialect that the server accepts, and keeps it for later requests. */
export function findingDialect(send: SendInDialect): SendRequest {
  let accepted = fullDialect;
  return async (request, options) => {
    for (let dialect = accepted, attempt = 1;; attempt++) {
      try {
        const response = await send(request, dialect, options);
        accepted = dialect;
        return response;
      } catch (error) {
        const refusal = refusalOf(error);
        const lesser = refusal === null ? null : lesserDialect(dialect, request, refusal);
        if (lesser === null) throw error;
        dialect = lesser.dialect;
        options.onRetry?.({
          attempt,
          reason: `${refusal}; asking with ${lesser.change}`,
          waitMs: 0,
        });
      }
    }
  };
}
