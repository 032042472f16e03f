import { assertEquals } from "@std/assert";
import { readServerSentEvents } from "../../src/client/server_sent_events.ts";

/** Reads a text that comes in pieces of `size` bytes. */
async function read(text: string, size = Infinity) {
  const bytes = new TextEncoder().encode(text);
  const pieces = [];
  for (let start = 0; start < bytes.length; start += Math.min(size, bytes.length)) {
    pieces.push(bytes.slice(start, start + size));
  }
  return await Array.fromAsync(readServerSentEvents(ReadableStream.from(pieces)));
}

Deno.test("readServerSentEvents() reads fields, comments and every kind of line end, however it is cut", async () => {
  const text = ': alive\n\nid: 1\nevent: step\ndata: {"a":1}\n\n' +
    "data: first\r\ndata:second\r\n\r\nid:3\rdata\r\rdata:  two spaces: é\n\nevent: unfinished\ndata: x\n";
  for (const size of [Infinity, 1, 2, 3, 7]) {
    assertEquals(await read(text, size), [
      { id: "1", event: "step", data: '{"a":1}' },
      { id: undefined, event: "message", data: "first\nsecond" },
      { id: "3", event: "message", data: "" },
      { id: undefined, event: "message", data: " two spaces: é" },
    ], `pieces of ${size} bytes`);
  }
});

Deno.test("readServerSentEvents() skips events without data", async () => {
  assertEquals(await read("event: end\nid: 4\n\n"), []);
});
