/**
 * Spans of OpenTelemetry around pieces of work, through Deno's own support: they are sent when `OTEL_DENO=true` is set,
 * and cost a comparison otherwise.
 *
 * @module
 */

/** Facts about a piece of work: names and numbers, never texts of prompts, examples or candidates. */
export type SpanAttributes = Readonly<Record<string, string | number | boolean>>;

/** A piece of work that goes on. */
export interface Span {
  /** Adds what is known by now. */
  setAttributes(attributes: SpanAttributes): void;
}

/** A span of Deno, which ends it. */
interface OpenSpan extends Span {
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
 */
export function inSpan<T>(
  name: string,
  attributes: SpanAttributes,
  work: (span: Span) => Promise<T>,
): Promise<T> {
  if (tracer === undefined) tracer = openTracer();
  if (tracer === null) return work(unsent);
  return tracer.startActiveSpan(name, { attributes }, async (span) => {
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
