import { assert, assertEquals, assertLess } from "@std/assert";
import { fileURLToPath } from "node:url";
import { response } from "../support/broken_replies.ts";
import { type RawConnection, startRawServer } from "../support/raw_server.ts";

const asker = fileURLToPath(new URL("../support/ask_model.ts", import.meta.url));

/** Peak memory of a process that asks once, and what came of it. */
async function askInChild(url: string) {
  const { stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--no-check", asker, url],
  }).output();
  const text = new TextDecoder().decode(stdout);
  assert(text !== "", new TextDecoder().decode(stderr));
  return JSON.parse(text) as { outcome: string; length: number; peakMb: number };
}

/** Text that compresses to a thousandth. */
async function zipped(start: string, megabytes: number): Promise<Uint8Array> {
  const piece = new Uint8Array(2 ** 20).fill(0x78);
  let left = megabytes;
  const body = new ReadableStream<Uint8Array<ArrayBuffer>>({
    start: (controller) => controller.enqueue(new TextEncoder().encode(start)),
    pull: (controller) => left-- > 0 ? controller.enqueue(piece) : controller.close(),
  });
  return await new Response(body.pipeThrough(new CompressionStream("gzip"))).bytes();
}

const prefix = '{"choices": [{"message": {"content": "';

/** Sends up to a gigabyte, until the client goes. */
async function flood(connection: RawConnection, piece: string): Promise<void> {
  const bytes = new TextEncoder().encode(piece.repeat(Math.ceil(100_000 / piece.length)));
  while (connection.sent < 2 ** 30 && await connection.send(bytes));
}

Deno.test("memory stays bounded for an answer of 100 MB, one without end, and a bomb in gzip", async () => {
  const head = "HTTP/1.1 200 OK\r\nconnection: close\r\n\r\n";
  const bomb = await zipped(prefix, 400);
  assertLess(bomb.length, 2 ** 20);
  await using server = startRawServer((number) => async (connection) => {
    if (number === 0) return await response("{}")(connection);
    if (number === 1) {
      await connection.send(`HTTP/1.1 200 OK\r\ncontent-length: ${100 * 2 ** 20}\r\n\r\n${prefix}`);
      return await flood(connection, "x");
    }
    if (number === 2) {
      await connection.send(head + prefix);
      return await flood(connection, "x");
    }
    if (number === 3) {
      await connection.send(head);
      const event = { choices: [{ delta: { content: "x".repeat(1_000) } }] };
      return await flood(connection, `data: ${JSON.stringify(event)}\n\n`);
    }
    await response(bomb, { headers: { "content-encoding": "gzip" } })(connection);
  });
  const plain = await askInChild(server.baseUrl);
  assertEquals(plain.outcome, "failed");
  for (const name of ["100 MB", "endless", "endless stream", "bomb"]) {
    const { outcome, length, peakMb } = await askInChild(server.baseUrl);
    assertEquals(outcome, "length", name);
    assert(length > 1_000_000 && length < 5_000_000, `${name}: ${length} characters`);
    assertLess(peakMb, plain.peakMb + 150, name);
  }
  assertLess(server.sent, 256 * 2 ** 20); // what was read, and what lay in the buffers of the system
});
