import { assertEquals, assertStringIncludes } from "@std/assert";
import type { AnswerMessage } from "../../sandbox/wire.ts";
import { resolveLimits, type SandboxLimits } from "../../src/code/sandbox/limits.ts";
import { ToolHost, type Tools } from "../../src/code/sandbox/tool_host.ts";

const echo = { run: (...args: readonly unknown[]) => args[0] };
const request = {};

/** A host with one open request of two argument lists, which keeps all that is sent. */
function open(tools: Tools, limits: Partial<SandboxLimits> = {}) {
  const answers: AnswerMessage[] = [];
  const breaches: string[] = [];
  const host = new ToolHost(resolveLimits(limits), {
    send: (answer) => void answers.push(answer),
    waitForTools: () => {},
    breach: (reason) => void breaches.push(reason),
  });
  host.open(request, { tools, count: 2 });
  let id = 0;
  const call = async (tool: string, item = 0): Promise<AnswerMessage | undefined> => {
    await host.serve({ type: "tool", id: ++id, item, tool, args: "[1]" }, request);
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
