/**
 * A server on loopback for the tests of the client.
 *
 * @module
 */

/** Answers one request. */
export type Handler = (request: Request) => Response | Promise<Response>;

/** Listens on a free port until it is disposed. */
export function listen(handler: Handler): AsyncDisposable & { readonly url: string } {
  const closed = new AbortController();
  const server = Deno.serve(
    {
      hostname: "127.0.0.1",
      port: 0,
      signal: closed.signal,
      onListen() {},
      onError: () => new Response(null, { status: 500 }),
    },
    handler,
  );
  return {
    url: `http://127.0.0.1:${server.addr.port}/`,
    async [Symbol.asyncDispose]() {
      closed.abort();
      await server.finished;
    },
  };
}
