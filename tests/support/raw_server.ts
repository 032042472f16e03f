/**
 * A TCP server on loopback that answers HTTP requests with any bytes, also such as no HTTP server would send.
 *
 * @module
 */

/** What happens on one connection after its request has arrived; the connection is closed when it returns. */
export type Reply = (connection: RawConnection) => Promise<void> | void;

/** The server's side of a connection. */
export interface RawConnection {
  /** Sends bytes, or text in UTF-8; gives false once the client has gone. */
  send(data: string | Uint8Array): Promise<boolean>;
  /** Settles when the client closes the connection, or the server ends. */
  readonly gone: Promise<void>;
  /** Bytes that were sent. */
  readonly sent: number;
}

/** A running server; `baseUrl` ends in /v1. */
export interface RawServer extends AsyncDisposable {
  readonly baseUrl: string;
  readonly port: number;
  /** Number of requests that arrived. */
  readonly requests: number;
  /** The bodies that arrived. */
  readonly bodies: readonly string[];
  /** Bytes sent in all. */
  readonly sent: number;
}

/** Starts a server; the reply to a request is chosen by its number, from 0. */
export function startRawServer(replyOf: (request: number, url: string) => Reply): RawServer {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const open = new Set<Deno.TcpConn>();
  const bodies: string[] = [];
  let sent = 0;
  const url = `http://127.0.0.1:${listener.addr.port}/v1`;

  async function serve(socket: Deno.TcpConn): Promise<void> {
    open.add(socket);
    try {
      const body = await readRequest(socket);
      if (body === null) return;
      const number = bodies.push(body) - 1;
      let own = 0;
      await replyOf(number, url)({
        async send(data) {
          const bytes = typeof data === "string" ? new TextEncoder().encode(data) : data;
          try {
            for (let done = 0; done < bytes.length;) {
              done += await socket.write(bytes.subarray(done));
            }
            own += bytes.length;
            sent += bytes.length;
            return true;
          } catch {
            return false; // the client has gone
          }
        },
        gone: untilClosed(socket),
        get sent() {
          return own;
        },
      });
    } finally {
      open.delete(socket);
      close(socket);
    }
  }

  const accepting = (async () => {
    const served: Promise<void>[] = [];
    try {
      for await (const socket of listener) served.push(serve(socket));
    } catch (error) {
      if (!(error instanceof Deno.errors.BadResource)) throw error;
    }
    await Promise.all(served);
  })();

  return {
    baseUrl: url,
    port: listener.addr.port,
    bodies,
    get requests() {
      return bodies.length;
    },
    get sent() {
      return sent;
    },
    async [Symbol.asyncDispose]() {
      listener.close();
      for (const socket of open) close(socket);
      await accepting;
    },
  };
}

/** The body of a request; null when the client closes the connection before its end. */
async function readRequest(socket: Deno.TcpConn): Promise<string | null> {
  const decoder = new TextDecoder();
  const buffer = new Uint8Array(2 ** 16);
  let text = "";
  for (;;) {
    const end = text.indexOf("\r\n\r\n");
    const length = Number(/content-length: *(\d+)/i.exec(text)?.[1] ?? 0);
    if (end >= 0 && new TextEncoder().encode(text.slice(end + 4)).length >= length) {
      return text.slice(end + 4);
    }
    const count = await socket.read(buffer).catch(() => null);
    if (count === null) return null;
    text += decoder.decode(buffer.subarray(0, count), { stream: true });
  }
}

async function untilClosed(socket: Deno.TcpConn): Promise<void> {
  const buffer = new Uint8Array(1_024);
  while (await socket.read(buffer).catch(() => null) !== null);
}

function close(socket: Deno.TcpConn): void {
  try {
    socket.close();
  } catch {
    // closed already
  }
}
