import { assertEquals, assertStringIncludes } from "@std/assert";
import { RegExpData } from "../../sandbox/value/reg_exp_data.ts";
import type { AnswerMessage } from "../../sandbox/wire.ts";
import { resolveLimits, type SandboxLimits } from "../../src/code/sandbox/limits.ts";
import { ToolHost, type Tools } from "../../src/code/sandbox/tool_host.ts";
import type { HostTool } from "../../src/trace/code_runner.ts";
import type { StandardSchema } from "../../src/trace/schema.ts";

const echo = { run: (...args: readonly unknown[]) => args[0] };
const request = {};

/** A host with one open request of two argument lists, which keeps all that is sent. */
function open(tools: Tools, limits: Partial<SandboxLimits> = {}) {
  const answers: AnswerMessage[] = [];
  const breaches: string[] = [];
  const host = new ToolHost(resolveLimits(limits), {
    send: (answer) => void answers.push(answer),
    breach: (reason) => void breaches.push(reason),
  });
  host.open(request, { tools, count: 2 });
  let id = 0;
  const call = async (tool: string, item = 0, args = "[1]"): Promise<AnswerMessage | undefined> => {
    await host.serve({ type: "tool", id: ++id, item, tool, args }, request);
    return answers.at(-1);
  };
  return { host, answers, breaches, call };
}

Deno.test("ToolHost allows calls of a tool up to its quota", async () => {
  for (const [maxCalls, most] of [[1, 1], [3, 3], [undefined, 100]] as const) {
    const tool = maxCalls === undefined ? echo : { ...echo, maxCalls };
    const { call } = open(new Map([["tool", tool]]));
    for (let n = 1; n <= most; n++) assertEquals((await call("tool"))?.isError, false);
    const refused = await call("tool");
    assertEquals(refused?.isError, true);
    assertStringIncludes(refused?.text ?? "", `more than ${most} times`);
  }
});

Deno.test("ToolHost lets all tools together be called as often as the sandbox allows", async () => {
  const { call } = open(new Map([["a", echo], ["b", echo]]), { maxToolCalls: 4 });
  const calls = ["a", "b", "a", "b"];
  for (const tool of calls) assertEquals((await call(tool))?.isError, false);
  assertStringIncludes((await call("a"))?.text ?? "", "tools more than 4 times");
});

Deno.test("ToolHost gives each argument list quotas of its own", async () => {
  const { call, breaches } = open(new Map([["tool", { ...echo, maxCalls: 1 }]]), {
    maxToolCalls: 1,
  });
  assertEquals((await call("tool", 0))?.isError, false);
  assertEquals((await call("tool", 0))?.isError, true);
  assertEquals((await call("tool", 1))?.isError, false);
  assertEquals((await call("tool", 1))?.isError, true);
  assertEquals(breaches, []);
});

Deno.test("ToolHost ends a child that names an argument list that is not at hand", async () => {
  for (const [first, second] of [[1, 0], [0, 2], [0, -1], [0, 0.5], [0, NaN]] as const) {
    const { call, answers, breaches } = open(new Map([["tool", echo]]));
    await call("tool", first);
    await call("tool", second);
    assertEquals([answers.length, breaches.length], [1, 1], `${first}, ${second}`);
  }
});

Deno.test("ToolHost ends a child that calls a tool outside of a request", async () => {
  const { host, call, answers, breaches } = open(new Map([["tool", echo]]));
  host.close(request);
  await call("tool");
  assertEquals([answers.length, breaches], [0, ["called a tool outside of a call"]]);
});

/** The error of an answer. */
async function failure(answer: Promise<AnswerMessage | undefined>): Promise<unknown> {
  const { isError, text } = await answer ?? {};
  assertEquals(isError, true, text);
  return JSON.parse(text ?? "");
}

Deno.test("ToolHost answers with the id of the call and the result as text", async () => {
  const { call, answers } = open(new Map([["echo", echo], ["two", { run: () => new Set([2]) }]]));
  await call("echo", 0, `[{"$":"bigint","text":"5"},9]`);
  await call("two");
  assertEquals(answers, [
    { type: "answer", id: 1, isError: false, text: `{"$":"bigint","text":"5"}` },
    { type: "answer", id: 2, isError: false, text: `{"$":"set","items":[2]}` },
  ]);
});

Deno.test("ToolHost gives a tool its arguments, patterns as data", async () => {
  const given: unknown[] = [];
  const { call } = open(new Map([["keep", { run: (...args) => void given.push(args) }]]));
  await call("keep", 0, `[1,[2],{"$":"regexp","source":"(","flags":""}]`);
  assertEquals(given, [[1, [2], new RegExpData("(", "")]]);
});

Deno.test("ToolHost answers with an error for a tool that does not exist", async () => {
  const { call } = open(new Map([["tool", echo]]));
  for (const name of ["other", "__proto__", "constructor"]) {
    assertEquals(await failure(call(name)), {
      name: "ReferenceError",
      message: `Cannot find a tool named "${name}"`,
      stack: "",
    });
  }
});

Deno.test("ToolHost answers with name and message of what a tool throws, without the stack", async () => {
  const throwing = (thrown: unknown) => ({
    run: () => {
      throw thrown;
    },
  });
  const { call } = open(
    new Map([
      ["error", throwing(new RangeError("too far"))],
      ["text", throwing("a text")],
      ["late", { run: () => Promise.reject(new TypeError("later")) }],
    ]),
  );
  assertEquals(await failure(call("error")), { name: "RangeError", message: "too far", stack: "" });
  assertEquals(await failure(call("text")), { name: "Thrown", message: '"a text"', stack: "" });
  assertEquals(await failure(call("late")), { name: "TypeError", message: "later", stack: "" });
});

Deno.test("ToolHost refuses arguments that are no list, no JSON or no plain data", async () => {
  const { call } = open(new Map([["tool", echo]]));
  const messages: Readonly<Record<string, string>> = {
    "{}": 'Cannot call "tool": no argument list',
    "1": 'Cannot call "tool": no argument list',
    [`[{"$":"function"}]`]:
      'Cannot pass plain data to or from "tool": arguments has an unknown tag',
    [`[{"$":"ref","to":0}]`]:
      'Cannot pass plain data to or from "tool": arguments is cyclic: it contains itself',
  };
  for (const [args, message] of Object.entries(messages)) {
    assertEquals(await failure(call("tool", 0, args)), { name: "TypeError", message, stack: "" });
  }
  const { name } = await failure(call("tool", 0, "[")) as { name: string };
  assertEquals(name, "SyntaxError");
});

Deno.test("ToolHost holds arguments and results to the limits of the sandbox", async () => {
  const { call } = open(
    new Map([
      ["echo", echo],
      ["text", { run: (length) => "x".repeat(length as number) }],
    ]),
    { maxOutputChars: 100, maxDepth: 3 },
  );
  const text = (length: number) => JSON.stringify(["x".repeat(length - 4)]);
  assertEquals((await call("echo", 0, text(100)))?.isError, false);
  const over = { name: "TypeError", stack: "" };
  assertEquals(await failure(call("echo", 0, text(101))), {
    ...over,
    message:
      'Cannot pass plain data to or from "echo": arguments are over the limit of 100 characters',
  });
  assertEquals((await call("echo", 0, "[[[[1]]]]"))?.text, "[[[1]]]");
  assertEquals(await failure(call("echo", 0, "[[[[[1]]]]]")), {
    ...over,
    message: 'Cannot pass plain data to or from "echo": arguments is nested deeper than 4 levels',
  });
  assertEquals((await call("text", 0, "[98]"))?.text.length, 100);
  assertEquals(await failure(call("text", 0, "[99]")), {
    ...over,
    message:
      'Cannot pass plain data to or from "text": result ends beyond the limit of 100 characters',
  });
  const nested = open(new Map([["deep", { run: () => [[[1]]] }]]), { maxDepth: 2 });
  assertEquals((await nested.call("deep"))?.isError, true);
});

/** A schema of one check. */
function schema(validate: StandardSchema["~standard"]["validate"]): StandardSchema {
  return { "~standard": { version: 1, vendor: "test", validate } };
}

Deno.test("ToolHost checks arguments and results by the tool's schemas, and uses what they give", async () => {
  const plusOne = schema((value) => ({ value: (value as number) + 1 }));
  const doubled = schema((value) => ({ value: [...value as unknown[], ...value as unknown[]] }));
  const wrong = schema(() => ({ issues: [{ message: "too low" }, { message: "too odd" }] }));
  const late = schema((value) => Promise.resolve({ value }));
  const count = { run: (...args: readonly unknown[]) => args.length };
  const { call } = open(
    new Map([
      ["both", { ...count, args: doubled, result: plusOne }],
      ["args", { ...count, args: wrong }],
      ["result", { ...count, result: wrong }],
      ["late", { ...count, result: late }],
      ["lost", { ...count, args: schema(() => ({ value: "text" })) }],
    ]),
  );
  assertEquals((await call("both"))?.text, "3");
  const error = { name: "TypeError", stack: "" };
  const issues = "too low; too odd";
  assertEquals(await failure(call("args")), {
    ...error,
    message: `Cannot use the arguments of "args": ${issues}`,
  });
  assertEquals(await failure(call("result")), {
    ...error,
    message: `Cannot use the result of "result": ${issues}`,
  });
  assertEquals(await failure(call("late")), {
    ...error,
    message: 'Cannot check the result of "late": its schema is asynchronous',
  });
  assertEquals(await failure(call("lost")), {
    ...error,
    message: 'Cannot call "lost": no argument list',
  });
});

Deno.test("ToolHost waits for a tool until its deadline, by default ten seconds", async () => {
  const { setTimeout, clearTimeout } = globalThis;
  const timers = new Map<number, { readonly afterMs: number; readonly fire: () => void }>();
  globalThis.setTimeout = ((fire: () => void, afterMs: number) => {
    timers.set(timers.size, { afterMs, fire });
    return timers.size - 1;
  }) as never; // no clock is needed
  globalThis.clearTimeout = (id) => void timers.delete(id as number);
  try {
    const run = () => new Promise(() => {});
    const tools: [string, HostTool][] = [["quick", { run, deadlineMs: 5 }], ["slow", { run }]];
    const { call } = open(new Map([...tools, ["echo", echo]]));
    for (const [name, deadlineMs] of [["quick", 5], ["slow", 10_000]] as const) {
      const answer = failure(call(name));
      assertEquals([...timers.values()].map(({ afterMs }) => afterMs), [deadlineMs]);
      for (const { fire } of timers.values()) fire();
      const message = `"${name}" took longer than ${deadlineMs} ms`;
      assertEquals(await answer, { name: "TimeoutError", message, stack: "" });
    }
    await call("echo");
    assertEquals(timers.size, 0, "no timer is left");
  } finally {
    Object.assign(globalThis, { setTimeout, clearTimeout });
  }
});

Deno.test("ToolHost.isWaiting() says whether a tool runs for a request", async () => {
  const first = Promise.withResolvers<number>();
  const second = Promise.withResolvers<number>();
  const runs = [first.promise, second.promise];
  const { host, call } = open(new Map([["tool", { run: () => runs.shift() }]]));
  assertEquals([host.isWaiting(request), host.isWaiting({})], [false, false]);
  const calls = [call("tool"), call("tool")];
  assertEquals(host.isWaiting(request), true);
  first.resolve(1);
  await calls[0];
  assertEquals(host.isWaiting(request), true);
  second.resolve(2);
  await calls[1];
  assertEquals(host.isWaiting(request), false);
});

Deno.test("ToolHost drops the answer of a tool whose request is over, also when it is open again", async () => {
  for (const isOpenAgain of [true, false]) {
    const late = Promise.withResolvers<number>();
    const tools: Tools = new Map([["tool", { run: () => late.promise }]]);
    const { host, call, answers } = open(tools);
    const served = call("tool");
    host.close(request);
    if (isOpenAgain) host.open(request, { tools, count: 2 });
    late.resolve(1);
    await served;
    assertEquals([answers.length, host.isWaiting(request)], [0, false]);
  }
});
