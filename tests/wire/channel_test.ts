import { assertEquals, assertRejects, assertThrows } from "@std/assert";
import { Channel, type Message, type Question } from "../../src/wire/channel.ts";

/** A channel whose other side is the test. */
function openChannel(serve: (question: Question) => Promise<unknown> = () => Promise.resolve(1)) {
  const sent: Message[] = [];
  const channel = new Channel({
    send: (message) => void sent.push(message),
    serve,
    encodeError: (error) => String(error),
    decodeError: (json) => new Error(String(json)),
    maxServed: 2,
  });
  return { channel, sent };
}

Deno.test("a channel gives each question its own answer, in any order", async () => {
  const { channel, sent } = openChannel();
  const [one, two, three] = ["a", "b", "c"].map((method) => channel.ask(method, method));
  assertEquals(sent.map((message) => message.id), [1, 2, 3]);
  channel.receive({ kind: "answer", id: 2, value: "two" });
  channel.receive({ kind: "failure", id: 3, error: "no" });
  channel.receive({ kind: "answer", id: 1 });
  assertEquals([await one, await two], [null, "two"]);
  await assertRejects(async () => await three, Error, "no");
  assertEquals(channel.waiting, 0);
});

Deno.test("a channel answers questions once, and tells a cancelled one", async () => {
  const asked = Promise.withResolvers<Question>();
  const { channel, sent } = openChannel((question) => {
    asked.resolve(question);
    return new Promise((_, reject) => question.signal.onabort = () => reject("stopped"));
  });
  channel.receive({ kind: "ask", id: 1, method: "run", argument: null });
  channel.receive({ kind: "cancel", id: 1 });
  await (await asked.promise).signal;
  await Promise.resolve();
  await Promise.resolve();
  assertEquals(sent, [{ kind: "failure", id: 1, error: "stopped" }]);
});

Deno.test("a channel cancels with the signal's reason, and takes an answer that was on its way", async () => {
  const { channel, sent } = openChannel();
  const ending = new AbortController();
  const asked = channel.ask("run", null, { signal: ending.signal });
  ending.abort(new Error("enough"));
  await assertRejects(() => asked, Error, "enough");
  assertEquals(sent.at(-1), { kind: "cancel", id: 1 });
  channel.receive({ kind: "answer", id: 1, value: 1 });
  assertThrows(() => channel.receive({ kind: "answer", id: 1, value: 1 }), TypeError);
});

Deno.test("a channel refuses messages that nobody sends who keeps to the protocol", () => {
  const wrong: readonly unknown[] = [
    ...[null, 1, "x", [], {}, { kind: "constructor", id: 1 }, { kind: "ask" }],
    { kind: "answer", id: 1, value: 1 }, // never asked
    { kind: "failure", id: 7, error: "x" },
    { kind: "ask", id: 2, method: "skips a number", argument: null },
    { kind: "ask", id: 1.5, method: "x", argument: null },
    { kind: "ask", id: 1, method: "x".repeat(101), argument: null },
    { kind: "cancel", id: 1 },
    JSON.parse('{"__proto__": {"kind": "answer"}, "id": 1}'),
  ];
  for (const message of wrong) {
    const { channel, sent } = openChannel();
    assertThrows(() => channel.receive(message), TypeError);
    assertEquals(sent, []);
  }
  const { channel } = openChannel(() => new Promise(() => {}));
  channel.receive({ kind: "ask", id: 1, method: "a", argument: null });
  channel.receive({ kind: "ask", id: 2, method: "b", argument: null });
  assertThrows(
    () => channel.receive({ kind: "ask", id: 3, method: "c", argument: null }),
    TypeError,
    "at most 2 questions",
  );
});

Deno.test("a closed channel rejects what waits, and asks no more", async () => {
  const { channel, sent } = openChannel();
  const asked = channel.ask("a", null);
  channel.close(new Error("gone"));
  await assertRejects(() => asked, Error, "gone");
  await assertRejects(() => channel.ask("b", null), Error, "gone");
  assertEquals(sent.length, 1);
});

Deno.test("a closed channel sends no answer to what it was asked before", async () => {
  const answer = Promise.withResolvers<unknown>();
  const { channel, sent } = openChannel(() => answer.promise);
  channel.receive({ kind: "ask", id: 1, method: "run", argument: null });
  channel.close(new Error("gone"));
  answer.resolve(1);
  await new Promise((resolve) => setTimeout(resolve));
  assertEquals(sent, []);
});
