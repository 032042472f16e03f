/**
 * A receiver of OpenTelemetry's protocol (OTLP, JSON over HTTP) on this machine.
 *
 * @module
 */

/** A span as a collector gets it. */
export interface SentSpan {
  readonly name: string;
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly attributes: readonly { readonly key: string; readonly value: object }[];
  readonly links?: readonly { readonly traceId: string; readonly spanId: string }[];
}

/** Collects spans until disposed. */
export interface SpanCollector extends AsyncDisposable {
  /** The spans of Opto so far. */
  readonly spans: readonly SentSpan[];
  /** What was received, as text. */
  readonly bodies: readonly string[];
  /** The environment of a process that sends its spans here. */
  readonly env: Readonly<Record<string, string>>;
}

/** Starts a collector. */
export function collectSpans(): SpanCollector {
  const spans: SentSpan[] = [];
  const bodies: string[] = [];
  const server = Deno.serve(
    { hostname: "127.0.0.1", port: 0, onListen() {} },
    async (request) => {
      const body = await request.text();
      if (new URL(request.url).pathname === "/v1/traces") {
        bodies.push(body);
        for (const { scopeSpans } of JSON.parse(body).resourceSpans) {
          for (const { scope, spans: sent } of scopeSpans) {
            if (scope.name === "opto") spans.push(...sent);
          }
        }
      }
      return Response.json({});
    },
  );
  return {
    spans,
    bodies,
    env: {
      OTEL_DENO: "true",
      OTEL_EXPORTER_OTLP_PROTOCOL: "http/json",
      OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${server.addr.port}`,
    },
    [Symbol.asyncDispose]: () => server.shutdown(),
  };
}
