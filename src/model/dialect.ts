/**
 * The features of the chat API that a server supports, learned from its refusals.
 *
 * @module
 */
import type { ModelRequest } from "./language_model.ts";

/** The supported features of a server. */
export interface Dialect {
  /** How JSON answers are requested, from the strictest way to none. */
  readonly format: "strict" | "schema" | "object" | "text";
  /** Name of the parameter that limits the length of an answer. */
  readonly length: "max_tokens" | "max_completion_tokens";
  readonly hasTemperature: boolean;
  readonly hasSeed: boolean;
  /** How the answer arrives: as a stream with its usage at the end, as a stream, or whole. */
  readonly stream: "usage" | "plain" | "none";
}

/** All features; the first request uses it. */
export const fullDialect: Dialect = {
  format: "strict",
  length: "max_tokens",
  hasTemperature: true,
  hasSeed: true,
  stream: "usage",
};

/** The part of a request that depends on the dialect; only fields that are set are sent. */
export interface DialectParameters {
  readonly response_format?:
    | { readonly type: "json_object" }
    | {
      readonly type: "json_schema";
      readonly json_schema: {
        readonly name: string;
        readonly strict: boolean;
        readonly schema: Record<string, unknown>;
      };
    };
  readonly max_tokens?: number;
  readonly max_completion_tokens?: number;
  readonly temperature?: number;
  readonly seed?: number;
  readonly stream: boolean;
  readonly stream_options?: { readonly include_usage: true };
}

/** The parameters of a request in a dialect. */
export function inDialect(request: ModelRequest, dialect: Dialect): DialectParameters {
  const format = responseFormat(request, dialect);
  return {
    ...(format === undefined ? {} : { response_format: format }),
    ...(request.maxTokens === undefined ? {} : { [dialect.length]: request.maxTokens }),
    ...(request.temperature === undefined || !dialect.hasTemperature
      ? {}
      : { temperature: request.temperature }),
    ...(request.seed === undefined || !dialect.hasSeed ? {} : { seed: request.seed }),
    stream: dialect.stream !== "none",
    ...(dialect.stream === "usage" ? { stream_options: { include_usage: true } } : {}),
  };
}

/**
 * The dialect to try after a refusal, with a text on the change. Null when no feature is left to drop, so that the refusal
 * must be about the content.
 */
export function lesserDialect(
  dialect: Dialect,
  request: ModelRequest,
  refusal: string,
): { readonly dialect: Dialect; readonly change: string } | null {
  const sent = inDialect(request, dialect);
  const unstreamed: Dialect = { ...dialect, stream: "none" };
  const whole = "the whole answer at once";
  if (/context.{0,3}length|too many tokens|maximum context/i.test(refusal)) return null;
  if (sent.stream_options !== undefined && /stream_options|include_usage/.test(refusal)) {
    return { dialect: { ...dialect, stream: "plain" }, change: "a stream without usage" };
  }
  if (sent.stream && /\bstream/i.test(refusal)) return { dialect: unstreamed, change: whole };
  if (sent.max_tokens !== undefined && /max_tokens/.test(refusal)) {
    return {
      dialect: { ...dialect, length: "max_completion_tokens" },
      change: "max_completion_tokens instead of max_tokens",
    };
  }
  if (sent.temperature !== undefined && /temperature/.test(refusal)) {
    return { dialect: { ...dialect, hasTemperature: false }, change: "no temperature" };
  }
  if (sent.seed !== undefined && /\bseed\b/.test(refusal)) {
    return { dialect: { ...dialect, hasSeed: false }, change: "no seed" };
  }
  switch (sent.response_format?.type) {
    case "json_schema":
      return dialect.format === "strict"
        ? { dialect: { ...dialect, format: "schema" }, change: "a schema that is not strict" }
        : { dialect: { ...dialect, format: "object" }, change: "json_object instead of a schema" };
    case "json_object":
      return { dialect: { ...dialect, format: "text" }, change: "no response_format" };
    default:
      return sent.stream ? { dialect: unstreamed, change: whole } : null;
  }
}

function responseFormat(
  { format }: ModelRequest,
  dialect: Dialect,
): DialectParameters["response_format"] {
  if (format?.kind !== "json" || dialect.format === "text") return undefined;
  if (format.schema === undefined || dialect.format === "object") return { type: "json_object" };
  return {
    type: "json_schema",
    json_schema: {
      name: format.name.replace(/[^\w-]/g, "_").slice(0, 64),
      strict: dialect.format === "strict",
      schema: { ...format.schema },
    },
  };
}
