/**
 * Spans of OpenTelemetry around pieces of work, through Deno's own support: they are sent when `OTEL_DENO=true` is set,
 * and cost a comparison otherwise.
 *
 * @module
 */

/** Facts about a piece of work: names and numbers, never texts of prompts, examples or candidates. */
export type SpanAttributes = Readonly<Record<string, string | number | boolean>>;

/** Place of a span in a trace, of another process too. */
export interface TraceContext {
  readonly traceId: string;
  readonly spanId: string;
  readonly traceFlags: number;
}

/** A piece of work that goes on. */
export interface Span {
  /** Adds what is known by now. */
  setAttributes(attributes: SpanAttributes): void;
}

/** A span of Deno, which ends it. */
interface OpenSpan extends Span {
  addLink(link: { readonly context: TraceContext }): void;
  setStatus(status: { readonly code: number; readonly message?: string }): void;
  end(): void;
}

/** The part of a tracer that is used; the types of Deno leave it open. */
interface Tracer {
  startSpan(name: string): OpenSpan;
  startActiveSpan<T>(
    name: string,
    options: { readonly attributes: SpanAttributes },
    work: (span: OpenSpan) => T,
  ): T;
}

/** The status of OpenTelemetry for what failed. */
const errorStatus = 2;

/** Null where nothing is sent; undefined before the first span. */
let tracer: Tracer | null | undefined;

const unsent: Span = { setAttributes() {} };

/**
 * Does work within a span. The parent is the span around the call, also across what is awaited.
 *
 * @param name begins with `opto.`
 * @param cause the header `traceparent` of what asked for the work: the span links to it; no link where it is none
 */
export function inSpan<T>(
  name: string,
  attributes: SpanAttributes,
  work: (span: Span) => Promise<T>,
  cause?: string,
): Promise<T> {
  if (tracer === undefined) tracer = openTracer();
  if (tracer === null) return work(unsent);
  return tracer.startActiveSpan(name, { attributes }, async (span) => {
    const context = traceContext(cause ?? "");
    if (context !== undefined) span.addLink({ context });
    try {
      return await work(span);
    } catch (error) {
      span.setStatus({ code: errorStatus, message: nameOf(error) });
      throw error;
    } finally {
      span.end();
    }
  });
}

/** The place that a header `traceparent` names (W3C Trace Context); undefined for a text that is none. */
export function traceContext(header: string): TraceContext | undefined {
  const [, traceId = "", spanId = "", flags = ""] =
    /^[\da-f]{2}-([\da-f]{32})-([\da-f]{16})-([\da-f]{2})$/.exec(header) ?? [];
  const isNone = /^0*$/.test(traceId) || /^0*$/.test(spanId) || header.startsWith("ff");
  return isNone ? undefined : { traceId, spanId, traceFlags: Number.parseInt(flags, 16) };
}

/** The tracer, if telemetry is on: Deno tells by throwing at the first span. */
function openTracer(): Tracer | null {
  try {
    const opened: Tracer = Deno.telemetry.tracerProvider.getTracer("opto");
    opened.startSpan("probe"); // never ended, so never sent
    return opened;
  } catch {
    return null;
  }
}

/** The name alone: messages may hold what must not leave the machine. */
function nameOf(error: unknown): string {
  try {
    return error instanceof Error ? error.name : "thrown";
  } catch {
    return "thrown"; // a value that throws when it is read
  }
}
