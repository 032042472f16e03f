/**
 * Bytes on a TCP connection, for requests that no honest client sends.
 *
 * @module
 */
import { assertEquals, assertMatch } from "@std/assert";

/** A connection to a server on this machine. */
export interface RawClient extends Disposable {
  send(text: string): Promise<void>;
  /** Reads until the server closes. */
  rest(): Promise<string>;
  /** Reads until a text has come, or the server closes. */
  until(text: string): Promise<string>;
}

/** Connects to a port. */
export async function connect(port: number): Promise<RawClient> {
  const conn = await Deno.connect({ port, hostname: "127.0.0.1" });
  const decoder = new TextDecoder();
  async function until(isEnough: (text: string) => boolean): Promise<string> {
    const buffer = new Uint8Array(65_536);
    let text = "";
    while (!isEnough(text)) {
      const count = await conn.read(buffer).catch(() => null); // null: the server cut the connection
      if (count === null) return text;
      text += decoder.decode(buffer.subarray(0, count), { stream: true });
    }
    return text;
  }
  return {
    async send(text) {
      const bytes = new TextEncoder().encode(text);
      for (let sent = 0; sent < bytes.length;) sent += await conn.write(bytes.subarray(sent));
    },
    rest: () => until(() => false),
    until: (text) => until((all) => all.includes(text)),
    [Symbol.dispose]: () => {
      try {
        conn.close();
      } catch {
        // the server was first
      }
    },
  };
}

/** Sends bytes on a connection of their own and reads until the server closes. */
export async function exchange(port: number, text: string): Promise<string> {
  using client = await connect(port);
  await client.send(text);
  return await client.rest();
}

/** Checks that bytes are a response with a problem, which closes the connection. */
export function assertProblem(bytes: string, status: number, name: string): void {
  const [head = "", body = ""] = bytes.split("\r\n\r\n");
  assertMatch(head, new RegExp(`^HTTP/1.1 ${status} `), bytes);
  assertMatch(head, /^content-type: application\/problem\+json$/im);
  const json = /\{.*\}/s.exec(body)?.[0] ?? "{}"; // it may be sent in chunks
  assertEquals(JSON.parse(json).type, `urn:opto:problem:${name}`);
}
