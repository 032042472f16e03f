import {
  assert,
  assertEquals,
  assertRejects,
  assertStringIncludes,
  assertThrows,
} from "@std/assert";
import { delay } from "@std/async/delay";
import { encodeFrame, FrameReader } from "../../sandbox/frame.ts";
import { type ToolMessage, wireVersion } from "../../sandbox/wire.ts";
import {
  ChildEndpoint,
  Crash,
  maxUnsentBytes,
  Reply,
} from "../../src/code/sandbox/child_endpoint.ts";
import type { Child } from "../../src/code/child/launch_child.ts";
import { graceMs } from "../../src/code/sandbox/limits.ts";

const exited: Deno.CommandStatus = { success: false, code: 3, signal: null };

interface FakeOptions {
  readonly maxMessagesPerSecond?: number;
  readonly isWaiting?: boolean;
  /** Whether bytes that are written are ever read. */
  readonly isDeaf?: boolean;
}

/** An endpoint on a child without a process: `say` is what the child writes, `heard` what it is sent. */
function fakeChild(
  { maxMessagesPerSecond = 1_000, isWaiting = false, isDeaf = false }: FakeOptions = {},
) {
  const status = Promise.withResolvers<Deno.CommandStatus>();
  const frames = new FrameReader();
  const log = { writes: 0, kills: 0, aborts: 0, holds: [] as boolean[], heard: [] as unknown[] };
  const tools: { message: ToolMessage; request: unknown }[] = [];
  const events: { id: string; type: string; value: Reply | Crash }[] = [];
  let controller: ReadableByteStreamController | undefined;
  const output = new ReadableStream({ type: "bytes", start: (given) => void (controller = given) });
  const input = {
    write(bytes: Uint8Array<ArrayBuffer>) {
      log.writes++;
      if (isDeaf) return new Promise<void>(() => {});
      frames.push(bytes);
      for (let text = frames.next(); text !== undefined; text = frames.next()) {
        log.heard.push(JSON.parse(text));
      }
      return Promise.resolve();
    },
    abort: () => Promise.resolve(void log.aborts++),
  };
  const child: Child = {
    pid: 1,
    input: input as unknown as Child["input"], // the endpoint uses no more of it
    output: output.getReader({ mode: "byob" }),
    status: status.promise,
    lastWords: () => "last words",
    kill: () => Promise.resolve(void log.kills++),
    hold: (isHeld) => void log.holds.push(isHeld),
  };
  const endpoint = new ChildEndpoint(child, {
    onTool: (message, request) => void tools.push({ message, request }),
    isWaiting: () => isWaiting,
    maxMessagesPerSecond,
  });
  endpoint.addEventListener("message", ((event: MessageEvent) => events.push(event.data)) as never);
  endpoint.ready.catch(() => {}); // asked for by the tests that expect it
  /** Writes messages in one chunk. */
  const say = async (...messages: unknown[]): Promise<void> => {
    for (const message of messages) controller?.enqueue(encodeFrame(message).slice());
    await delay(0);
  };
  const end = async (how: Deno.CommandStatus): Promise<void> => {
    status.resolve(how);
    controller?.close();
    controller?.byobRequest?.respond(0); // ends the read that waits
    await delay(0);
  };
  const ask = (id: string, limitMs = 10_000) =>
    endpoint.postMessage({ id, argumentList: [{ value: { limitMs } }] });
  return { endpoint, log, tools, events, say, end, ask };
}

const ready = { type: "ready", version: wireVersion };
const reply = (id: string, value: unknown = 1) => ({ id, type: "RAW", value });
const tool = { type: "tool", id: 1, item: 0, tool: "t", args: "[]" };

/** A fake child that is ready. */
async function served(options?: FakeOptions) {
  const fake = fakeChild(options);
  await fake.say(ready);
  await fake.endpoint.ready;
  return fake;
}

Deno.test("ChildEndpoint gives replies in the order of the requests, each once", async () => {
  const began = performance.now();
  const { ask, say, events, log, endpoint } = await served();
  ask("a");
  ask("b");
  ask("c");
  await say(reply("a", 1), reply("b", 2));
  await say(reply("c", 3));
  assertEquals(events.map(({ id, type }) => [id, type]), [["a", "RAW"], ["b", "RAW"], [
    "c",
    "RAW",
  ]]);
  assertEquals(events.map(({ value }) => value instanceof Reply && value.value), [1, 2, 3]);
  const tookMs = performance.now() - began;
  for (const { value } of events) assert(value.durationMs >= 0 && value.durationMs <= tookMs);
  assertEquals([log.kills, endpoint.isDead], [0, false]);
  await endpoint.close("is not needed any more");
});

const breaches: Readonly<Record<string, readonly unknown[]>> = {
  "a reply out of order": [reply("b")],
  "a reply that was never asked for": [reply("c")],
  "a second reply": [reply("a"), reply("a")],
  "a reply without an id": [{ type: "RAW", value: 1 }],
  "a reply of another type": [{ id: "a", type: "HANDLER", name: "proxy", value: 1 }],
  "a reply without a type": [{ id: "a", value: 1 }],
  "a second greeting": [ready],
  "a text": ["a"],
  "a list": [[reply("a")]],
  "null": [null],
  "a message after the last reply": [reply("a"), reply("b"), reply("b")],
  "a tool call after the last reply": [reply("a"), reply("b"), tool],
  "a tool call without an id": [{ ...tool, id: "1" }],
  "a tool call without an item": [{ ...tool, item: null }],
  "a tool call without a tool": [{ ...tool, tool: ["t"] }],
  "a tool call without arguments": [{ ...tool, args: [] }],
};

for (const [what, messages] of Object.entries(breaches)) {
  Deno.test(`ChildEndpoint lets ${what} end the child, and nothing else through`, async () => {
    const { ask, say, events, tools, log, endpoint } = await served();
    ask("a");
    ask("b");
    await say(...messages);
    await delay(0);
    assertEquals([endpoint.isDead, log.kills > 0, tools], [true, true, []]);
    const replies = events.filter(({ value }) => value instanceof Reply);
    assertEquals(replies.length, messages.length - 1);
    const crashes = events.filter(({ value }) => value instanceof Crash);
    assertEquals(crashes.length, 2 - replies.length);
    for (const { value } of crashes) {
      assertStringIncludes((value as Crash).reason, "broke the protocol: ");
    }
  });
}

Deno.test("ChildEndpoint reads nothing after the message that ended the child", async () => {
  const { ask, say, events } = await served();
  ask("a");
  await say(reply("x"), reply("a"));
  await delay(0);
  assertEquals(events.map(({ value }) => value instanceof Crash), [true]);
});

const greetings: readonly unknown[] = [
  { ...ready, version: wireVersion + 1 },
  { ...ready, type: "RAW" },
  {},
  [],
];

for (const greeting of greetings) {
  Deno.test(`ChildEndpoint.ready rejects when the first message is ${JSON.stringify(greeting)}`, async () => {
    const { say, endpoint } = fakeChild();
    await say(greeting);
    await assertRejects(() => endpoint.ready, Error, "broke the protocol");
    assertEquals(endpoint.isDead, true);
  });
}

Deno.test("ChildEndpoint.ready rejects when the child ends before it serves", async () => {
  const { end, endpoint } = fakeChild();
  await end(exited);
  await assertRejects(() => endpoint.ready, Error, "last words");
});

Deno.test("ChildEndpoint passes tool calls on with the request at hand", async () => {
  const { ask, say, tools, endpoint } = await served();
  ask("a", 7_001);
  ask("b", 7_002);
  await say({ ...tool, extra: 1 });
  await say(reply("a"), { ...tool, id: 2 });
  assertEquals(tools.map(({ message, request }) => [message, request]), [
    [tool, { limitMs: 7_001 }],
    [{ ...tool, id: 2 }, { limitMs: 7_002 }],
  ]);
  await endpoint.close("is not needed any more");
});

Deno.test("ChildEndpoint takes as many tool calls in a second as the limit says", async () => {
  const now = performance.now;
  const began = Math.ceil(now.call(performance)); // whole numbers, so that differences are exact
  let later = 2_000;
  performance.now = () => began + later;
  try {
    const { ask, say, tools, events, endpoint } = await served({ maxMessagesPerSecond: 3 });
    ask("a", 1e6);
    await say(tool, tool, tool);
    later += 1_000; // still the same second
    assertEquals([tools.length, endpoint.isDead], [3, false]);
    later++;
    await say(tool, tool, tool);
    assertEquals([tools.length, endpoint.isDead], [6, false]);
    later += 1_000;
    await say(tool);
    await delay(0);
    assertEquals([tools.length, endpoint.isDead], [6, true]);
    assertStringIncludes((events[0]?.value as Crash).reason, "too many messages");
  } finally {
    performance.now = now;
  }
});

const crashOf = ({ value }: { value: Reply | Crash }) => {
  assert(value instanceof Crash);
  const { reason, isOverdue, isBystander } = value;
  return { reason, isOverdue, isBystander };
};

Deno.test("ChildEndpoint.close() answers the request at hand with a crash, and others as bystanders", async () => {
  const began = performance.now();
  const { ask, events, log, endpoint } = await served();
  ask("a");
  ask("b");
  await endpoint.close("did wrong", { isOverdue: true });
  assertEquals(events.map(crashOf), [
    { reason: "did wrong", isOverdue: true, isBystander: false },
    { reason: "did wrong", isOverdue: false, isBystander: true },
  ]);
  const tookMs = performance.now() - began;
  assert(events.every(({ value }) => value.durationMs >= 0 && value.durationMs <= tookMs));
  await endpoint.close("another reason");
  ask("c");
  assertEquals(events.length, 2, "the answer comes later");
  await delay(0);
  assertEquals(events.slice(2).map(crashOf), [
    { reason: "did wrong", isOverdue: false, isBystander: true },
  ]);
  assertEquals([events[2]?.id, events[2]?.value.durationMs], ["c", 0]);
  assertEquals([log.holds.at(-1), log.aborts > 0], [false, true]);
});

Deno.test("ChildEndpoint.close() makes all requests bystanders when none is the cause", async () => {
  const { ask, events, endpoint } = await served();
  ask("a");
  ask("b");
  await endpoint.close("is not needed", { isOverdue: true, areAllBystanders: true });
  const crash = { reason: "is not needed", isOverdue: false, isBystander: true };
  assertEquals(events.map(crashOf), [crash, crash]);
});

Deno.test("ChildEndpoint says how a child ended by itself", async () => {
  const { ask, end, events } = await served();
  ask("a");
  await end(exited);
  assertEquals(events.map(crashOf).map(({ isOverdue }) => isOverdue), [false]);
  assertStringIncludes(crashOf(events[0] as never).reason, "last words");
});

Deno.test("ChildEndpoint keeps the program alive while a request waits, and a little longer", async () => {
  const { ask, say, log, endpoint } = await served();
  assertEquals(log.holds, [false]);
  ask("a");
  ask("b");
  assertEquals(log.holds, [false, true]);
  await say(reply("a"));
  await delay(20);
  assertEquals(log.holds, [false, true]);
  await say(reply("b"));
  assertEquals(log.holds, [false, true]);
  ask("c");
  await delay(20);
  assertEquals(log.holds, [false, true], "the next request came at once");
  await say(reply("c"));
  await delay(20);
  assertEquals(log.holds, [false, true, false]);
  ask("d");
  assertEquals(log.holds.at(-1), true);
  await endpoint.close("is not needed any more");
});

Deno.test("ChildEndpoint sends the frames of one turn in one write, each whole and in order", async () => {
  const { ask, endpoint, log } = await served();
  endpoint.sendKernel({ realm: "text" });
  ask("a", 5_000);
  endpoint.postMessage({}); // a message without an id asks for nothing
  endpoint.sendAnswer({ type: "answer", id: 1, isError: false, text: "1" });
  assertEquals(log.writes, 0);
  await delay(0);
  assertEquals(log.writes, 1);
  assertEquals(log.heard, [
    { realm: "text" },
    { id: "a", argumentList: [{ value: { limitMs: 5_000 } }] },
    { type: "answer", id: 1, isError: false, text: "1" },
  ]);
  ask("b");
  await delay(0);
  assertEquals([log.writes, log.heard.length], [2, 4]);
  await endpoint.close("is not needed any more");
  endpoint.sendAnswer({ type: "answer", id: 2, isError: false, text: "2" });
  await delay(0);
  assertEquals(log.writes, 2, "nothing is sent to a child that is gone");
});

Deno.test("ChildEndpoint.postMessage() throws for a request over a frame, which then is not sent", async () => {
  const { endpoint, say, ask, events } = await served();
  const value = { limitMs: 1_000, text: "x".repeat(17 * 1024 * 1024) };
  assertThrows(() => endpoint.postMessage({ id: "a", argumentList: [{ value }] }), RangeError);
  ask("b");
  await say(reply("b"));
  assertEquals(events.map(({ id }) => id), ["b"]);
  await endpoint.close("is not needed any more");
});

Deno.test("ChildEndpoint holds so many unread bytes, and ends the child that is sent more answers", async () => {
  const { endpoint, log } = await served({ isDeaf: true });
  const empty = encodeFrame({ type: "answer", id: 1, isError: false, text: "" }).length;
  const answer = (bytes: number) =>
    endpoint.sendAnswer({ type: "answer", id: 1, isError: false, text: "x".repeat(bytes - empty) });
  const parts = 8;
  for (let part = 1; part <= parts; part++) answer(maxUnsentBytes / parts);
  await delay(0);
  assertEquals([endpoint.isBackedUp, endpoint.isDead], [false, false]);
  answer(empty);
  assertEquals([endpoint.isBackedUp, endpoint.isDead], [true, false]);
  answer(empty);
  await delay(0);
  assertEquals([endpoint.isDead, log.kills], [true, 1]);
});

Deno.test("ChildEndpoint is backed up by one byte over the limit", async () => {
  for (const over of [0, 1]) {
    const { endpoint } = await served({ isDeaf: true });
    const empty = encodeFrame({ realm: "" }).length;
    const send = (bytes: number) => endpoint.sendKernel({ realm: "x".repeat(bytes - empty) });
    for (let part = 1; part <= 7; part++) send(maxUnsentBytes / 8);
    send(maxUnsentBytes / 8 + over);
    assertEquals(endpoint.isBackedUp, over === 1);
    await endpoint.close("is not needed any more");
  }
});

Deno.test("ChildEndpoint forgets bytes that the child has read", async () => {
  const { endpoint } = await served();
  const text = "x".repeat(16_000_000);
  for (let part = 0; part < 5; part++) {
    endpoint.sendAnswer({ type: "answer", id: 1, isError: false, text });
    await delay(0);
    assertEquals([endpoint.isBackedUp, endpoint.isDead], [false, false]);
  }
  await endpoint.close("is not needed any more");
});

for (const isWaiting of [true, false]) {
  Deno.test(`ChildEndpoint kills a late child after the grace, and ${isWaiting ? "first aborts a call that waits for tools" : "sends no abort to a call that waits for none"}`, async () => {
    const { ask, say, events, log, endpoint } = await served({ isWaiting });
    ask("quick", 20);
    await say(reply("quick"));
    const began = performance.now();
    ask("late", 50);
    ask("behind", 1);
    while (!endpoint.isDead) await delay(5);
    const tookMs = performance.now() - began;
    await delay(0);
    assert(tookMs >= 50 + graceMs, `${tookMs}`);
    const aborts = log.heard.filter((message) => (message as { type?: unknown }).type === "abort");
    // A timer that fires early leads to another abort, which does nothing.
    assertEquals(aborts.length > 0, isWaiting);
    for (const abort of aborts) assertEquals(abort, { type: "abort", id: "late" });
    assertEquals(events.slice(1).map(crashOf), [
      { reason: "did not answer within 50 ms", isOverdue: true, isBystander: false },
      { reason: "did not answer within 50 ms", isOverdue: false, isBystander: true },
    ]);
  });
}

Deno.test("ChildEndpoint gives each request its own time, from its turn on", async () => {
  const { ask, say, events, endpoint } = await served();
  ask("a", 10_000);
  ask("b", 1_000); // long enough for the pauses of a loaded machine
  await delay(1_000 + graceMs + 100);
  await say(reply("a"));
  await say(reply("b"));
  const [a, b] = events.map(({ value }) => value.durationMs);
  assert(a !== undefined && b !== undefined);
  assert(a >= 1_000 + graceMs + 90 && b < a - 1_000, `${a}, ${b}`);
  assertEquals(endpoint.isDead, false);
  await endpoint.close("is not needed any more");
});

Deno.test("ChildEndpoint gives nothing to a listener that was removed", async () => {
  const { ask, say, events, endpoint } = await served();
  const more: unknown[] = [];
  const listener = ((event: MessageEvent) => more.push(event)) as never;
  endpoint.addEventListener("message", listener);
  ask("a");
  await say(reply("a"));
  endpoint.removeEventListener("message", listener);
  ask("b");
  await say(reply("b"));
  assertEquals([events.length, more.length], [2, 1]);
  await endpoint.close("is not needed any more");
});

Deno.test("ChildEndpoint leaves an idle child alone when the time of its last request is over", async () => {
  const { ask, say, log, endpoint } = await served({ isWaiting: true });
  ask("a", 20);
  await say(reply("a"));
  await delay(60);
  assertEquals([endpoint.isDead, log.kills, log.heard.length], [false, 0, 1]);
  await endpoint.close("is not needed any more");
});
