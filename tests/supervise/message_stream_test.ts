import { assert, assertEquals } from "@std/assert";
import { failedEvent } from "../../src/run/finished_event.ts";
import type { TaskMessage } from "../../src/supervise/message.ts";
import { markOf, messageLines, MessageStream } from "../../src/supervise/message_stream.ts";

const mark = markOf("0123");
const encode = (text: string) => new TextEncoder().encode(text);

/** What a stream holds that gets these bytes, cut into chunks of a size. */
function read(pieces: readonly Uint8Array[], size: number) {
  const found: (TaskMessage | string)[] = [];
  const stream = new MessageStream(mark, {
    onMessage: (message) => found.push(message),
    onOutput: (line) => found.push(line),
  });
  const bytes = Uint8Array.from(pieces.flatMap((piece) => [...piece]));
  for (let at = 0; at < bytes.length; at += size) stream.push(bytes.subarray(at, at + size));
  stream.flush();
  return found;
}

const beat: TaskMessage = { type: "beat" };
const long: TaskMessage = { type: "result", result: "ä€𝄞".repeat(5_000) };

Deno.test("MessageStream tells messages from other output, however both are cut", () => {
  const pieces = [
    encode("one\npart of a line"),
    ...messageLines(mark, beat),
    encode("\n"),
    ...messageLines(mark, long),
    encode("last words"),
  ];
  for (const size of [1, 7, 4096, 1e6]) {
    assertEquals(read(pieces, size), ["one", "part of a line", beat, "", long, "last words"]);
  }
});

Deno.test("MessageStream reads a message between whose lines another thread wrote", () => {
  const [first = encode(""), ...others] = messageLines(mark, long);
  assertEquals(read([first, encode("noise\n"), ...others], 100), ["noise", long]);
});

Deno.test("messageLines() writes lines that a pipe takes in one piece", () => {
  for (const line of messageLines(mark, long)) assert(line.length <= 4096);
});

Deno.test("MessageStream takes no output of the task for a message, and keeps no endless line", () => {
  const forged = `${markOf("4567")}.{"type":"result","result":1}`;
  assertEquals(read([encode(`${forged}\n`)], 10), [forged]);
  const found = read([encode("x".repeat(100_000))], 4096);
  assertEquals(found.join("").length, 100_000);
  assert(found.length > 1);
});

Deno.test("MessageStream loses no message when it passes output on, wherever the chunk was cut", () => {
  const text = "x".repeat(20_000);
  const bytes = Uint8Array.from([encode(text), ...messageLines(mark, beat)].flatMap((b) => [...b]));
  for (let cut = text.length; cut <= bytes.length; cut++) {
    const [messages, output]: [TaskMessage[], string[]] = [[], []];
    const stream = new MessageStream(mark, {
      onMessage: (message) => messages.push(message),
      onOutput: (line) => output.push(line),
    });
    stream.push(bytes.subarray(0, cut));
    stream.flush();
    stream.push(bytes.subarray(cut));
    assertEquals([messages, output.join("")], [[beat], text], `cut at ${cut - text.length}`);
  }
});

Deno.test("MessageStream keeps the score -0 of an event", () => {
  const event = { ...failedEvent(new Error("x"), ""), initial: { score: -0 } };
  const [message] = read([...messageLines(mark, { type: "event", event })], 50);
  assertEquals(message, { type: "event", event });
});
