/**
 * Opens the port of a server.
 *
 * @module
 */
import { UsageError } from "../errors.ts";
import { messageOf } from "../message_of.ts";

/** Listens for connections. @throws {UsageError} when the address or the port cannot be used */
export function listen(hostname: string, port: number): Deno.TcpListener {
  try {
    return Deno.listen({ hostname: hostname.replace(/^\[|\]$/g, ""), port });
  } catch (cause) {
    throw new UsageError(
      `Cannot listen on ${hostname}:${port}: ${messageOf(cause)}`,
      { cause, advice: "Choose another port with --port." },
    );
  }
}

/** The URL of a listener: `http://127.0.0.1:8787/`. */
export function urlOf({ addr: { hostname, port } }: Deno.TcpListener): string {
  return `http://${hostname.includes(":") ? `[${hostname}]` : hostname}:${port}/`;
}
