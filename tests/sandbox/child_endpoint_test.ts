import { assert, assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { SandboxError } from "../../src/errors.ts";
import { kernelText } from "../../src/code/sandbox/kernel_text.ts";
import { resolveLimits } from "../../src/code/sandbox/limits.ts";
import { prepareModule } from "../../src/code/sandbox/prepared_program.ts";
import { SandboxProcess } from "../../src/code/sandbox/sandbox_process.ts";

const limits = resolveLimits({ timeoutMs: 800, maxMessagesPerSecond: 50 });

/**
 * A worker that stands where the kernel would: it says that all is loaded, and answers the call with these statements,
 * which see `id`, `say(message)` and `raw(text, length)`.
 */
function forger(answer: string, start = `say({ type: "ready", version: 2 });`): string {
  return `
function raw(text, length) {
  const body = new TextEncoder().encode(text);
  const head = new Uint8Array(4);
  new DataView(head.buffer).setUint32(0, length ?? body.length, true);
  for (const bytes of [head, body]) Deno.stdout.writeSync(bytes);
}
function say(message) { raw(JSON.stringify(message)); }
function read(length) {
  const bytes = new Uint8Array(length);
  for (let filled = 0; filled < length;) filled += Deno.stdin.readSync(bytes.subarray(filled)) ?? close();
  return bytes;
}
function next() {
  return JSON.parse(new TextDecoder().decode(read(new DataView(read(4).buffer).getUint32(0, true))));
}
next();
${start}
say({ id: next().id, type: "RAW", value: { kind: "loaded" } });
for (;;) { const { id } = next(); ${answer} }
`;
}

/** Answers with these outcomes. */
function outcomes(text: string): string {
  return forger(`say({ id, type: "RAW", value: ${JSON.stringify(text)} });`);
}

/** What comes of loading and then calling code with this worker in place of the kernel. */
async function outcome(worker: string): Promise<string> {
  const process = await SandboxProcess.start(limits, { text: { ...await kernelText(), worker } });
  try {
    const prepared = await prepareModule("main", "export function f(): number { return 1; }");
    assert(prepared.kind === "prepared");
    const end = await process.load(prepared.program);
    if (end === "bystander") return end;
    if (end.kind !== "loaded") return `${end.kind}: ${end.error.message}`;
    const results = await process.call({
      program: prepared.program,
      name: "f",
      argsList: [[]],
      tools: new Map(),
      seed: 0,
      itemLimitMs: 800,
      limitMs: 800,
    });
    if (results === "bystander") return results;
    const [result] = results;
    if (result === undefined) return "nothing";
    return result.kind === "value"
      ? `value: ${Deno.inspect(result.value)}`
      : `${result.kind}: ${result.error.message}`;
  } finally {
    await process.kill("is not needed any more");
    assert(process.isDead);
    assertEquals(({} as Record<string, unknown>).polluted, undefined);
  }
}

Deno.test("ChildEndpoint takes the one reply that is due", async () => {
  assertEquals(await outcome(outcomes('[{"kind":"value","value":1}]')), "value: 1");
});

const forged: Readonly<Record<string, string>> = {
  "a reply to another call": forger(`say({ id: "x" + id, type: "RAW", value: "[]" });`),
  "a handler in place of a value": forger(
    `say({ id, type: "HANDLER", name: "proxy", value: {} });`,
  ),
  "a request to the host": forger(
    `say({ id, type: "SET", path: ["constructor", "prototype", "polluted"], value: { type: "RAW", value: 1 } });`,
  ),
  "a construction in the host": forger(
    `say({ id, type: "CONSTRUCT", path: ["constructor", "constructor"], argumentList: [{ type: "RAW", value: "return 1" }] });`,
  ),
  "two replies to one call": forger(
    `say({ id, type: "RAW", value: 1 }); say({ id, type: "RAW", value: '[{"kind":"value","value":2}]' });`,
  ),
  "a list in place of a message": forger("say([id]);"),
  "no JSON": forger(`raw("{ nonsense");`),
  "a frame without end": forger(`raw("{}", 2 ** 31);`),
  "a value that is no text": forger(
    `say({ id, type: "RAW", value: [{ kind: "value", value: 2 }] });`,
  ),
  "a tool call of another shape": forger(`say({ type: "tool", id: "1", tool: {}, args: 1 });`),
  "tool calls without end": forger(
    `for (let n = 1;; n++) say({ type: "tool", id: n, item: 0, tool: "none", args: "[]" });`,
  ),
  "another number of outcomes": outcomes("[]"),
  "an outcome of another kind": outcomes('[{"kind":"good"}]'),
  "an error without texts": outcomes('[{"kind":"thrown","error":{"name":1}}]'),
  "a console of another shape": outcomes('[{"kind":"value","value":2,"console":{"length":1}}]'),
  "an inner call of another shape": outcomes('[{"kind":"value","value":2,"calls":[{"id":0}]}]'),
  "an inner call with a huge argument": outcomes(
    `[{"kind":"value","value":2,"calls":[{"id":0,"parent":-1,"callee":"f","kind":"unit","args":["${
      "x".repeat(5_000)
    }"]}]}]`,
  ),
};

for (const [what, worker] of Object.entries(forged)) {
  Deno.test(`ChildEndpoint ends the child that sends ${what}`, async () => {
    assertStringIncludes(
      await outcome(worker),
      "crashed: The sandbox broke the protocol",
    );
  });
}

Deno.test("ChildEndpoint ends the child that repeats the id of a tool call", async () => {
  const twice = `say({ type: "tool", id: 7, item: 0, tool: "none", args: "[]" });`.repeat(2);
  assertStringIncludes(await outcome(forger(twice)), "called a tool out of order");
});

/** Results of two calls that are sent together. */
async function twoOutcomes(worker: string): Promise<string[]> {
  const process = await SandboxProcess.start(limits, { text: { ...await kernelText(), worker } });
  try {
    const prepared = await prepareModule("main", "export function f(): number { return 1; }");
    assert(prepared.kind === "prepared");
    await process.load(prepared.program);
    const call = () =>
      process.call({
        program: prepared.program,
        name: "f",
        argsList: [[]],
        tools: new Map(),
        seed: 0,
        itemLimitMs: 800,
        limitMs: 800,
      });
    const results = await Promise.all([call(), call()]);
    return results.map((result) => {
      if (result === "bystander") return result;
      const [first] = result;
      return first?.kind === "value" ? String(first.value) : first?.error.message ?? "nothing";
    });
  } finally {
    await process.kill("is not needed any more");
  }
}

/** Writes the reply to one request. */
function reply(id: string, value: number): string {
  return `say({ id: ${id}, type: "RAW", value: '[{"kind":"value","value":${value}}]' });`;
}

Deno.test("ChildEndpoint gives each request the reply with its id", async () => {
  const both = forger(`const second = next().id; ${reply("id", 1)} ${reply("second", 2)}`);
  assertEquals(await twoOutcomes(both), ["1", "2"]);
});

Deno.test("ChildEndpoint ends a child after a reply with an unknown id", async () => {
  assertStringIncludes(await outcome(forger(reply(`"x" + id`, 1))), "a reply that is not due");
  assertStringIncludes(await outcome(forger(reply("undefined", 1))), "a reply that is not due");
});

Deno.test("ChildEndpoint ends the child that replies twice to one request", async () => {
  const twice = forger(`next(); ${reply("id", 1)} ${reply("id", 2)}`);
  assertEquals(await twoOutcomes(twice), [
    "1",
    "The sandbox broke the protocol: a reply that is not due",
  ]);
});

Deno.test("ChildEndpoint ends the child that replies to a later request first", async () => {
  const swapped = forger(`const second = next().id; ${reply("second", 2)} ${reply("id", 1)}`);
  assertEquals(await twoOutcomes(swapped), [
    "The sandbox broke the protocol: a reply that is not due",
    "bystander",
  ]);
});

Deno.test("ChildEndpoint ends the child that does not read the answers of its tools", async () => {
  const deaf = forger(
    `for (let n = 1; n <= 100; n++) say({ type: "tool", id: n, item: 0, tool: "big", args: "[]" }); for (;;);`,
  );
  const patient = resolveLimits({ timeoutMs: 20_000 });
  const text = { ...await kernelText(), worker: deaf };
  const process = await SandboxProcess.start(patient, { text });
  const prepared = await prepareModule("main", "export function f(): number { return 1; }");
  assert(prepared.kind === "prepared");
  await process.load(prepared.program);
  const results = await process.call({
    program: prepared.program,
    name: "f",
    argsList: [[]],
    tools: new Map([["big", { run: () => "x".repeat(999_000) }]]),
    seed: 0,
    itemLimitMs: 20_000,
    limitMs: 20_000,
  });
  assert(results !== "bystander" && results[0]?.kind === "crashed");
  assertStringIncludes(results[0].error.message, "did not read the answers of its tools");
  assert(process.isDead);
});

Deno.test("SandboxProcess.load() loads a program again after a failed load", async () => {
  const late = forger("").replace(
    `say({ id: next().id, type: "RAW", value: { kind: "loaded" } });`,
    `say({ id: next().id, type: "RAW", value: { kind: "timeout" } });
     say({ id: next().id, type: "RAW", value: { kind: "loaded" } });`,
  );
  const process = await SandboxProcess.start(limits, {
    text: { ...await kernelText(), worker: late },
  });
  try {
    const prepared = await prepareModule("main", "export function f(): number { return 1; }");
    assert(prepared.kind === "prepared");
    const { program } = prepared;
    const first = await process.load(program);
    assert(first !== "bystander");
    assertEquals([first.kind, process.has(program.id)], ["timeout", false]);
    assertEquals(await process.load(program), { kind: "loaded" });
    assertEquals(process.has(program.id), true);
  } finally {
    await process.kill("is not needed any more");
  }
});

Deno.test("SandboxProcess.load() gives an error for a program that does not fit into a frame", async () => {
  const process = await SandboxProcess.start(limits);
  try {
    const prepared = await prepareModule("main", "export function f(): number { return 1; }");
    assert(prepared.kind === "prepared");
    const [unit] = prepared.program.units;
    assert(unit !== undefined);
    const huge = { ...unit, code: `${unit.code}//${"x".repeat(17 * 1024 * 1024)}` };
    const end = await process.load({ ...prepared.program, units: [huge] });
    assert(end !== "bystander" && end.kind === "thrown");
    assertStringIncludes(end.error.message, "a frame holds");
    assertEquals(await process.load({ ...prepared.program }), { kind: "loaded" });
  } finally {
    await process.kill("is not needed any more");
  }
});

const refused: Readonly<Record<string, string>> = {
  "a tag that does not exist": `{"$":"function","source":"x"}`,
  "a broken map": `{"$":"map","entries":[1]}`,
  "a broken regular expression": `{"$":"regexp","source":1,"flags":"g"}`,
  "a huge regular expression": `{"$":"regexp","source":"${"x".repeat(65_000)}","flags":"v"}`,
  "an endless number": `{"$":"bigint","text":"${"9".repeat(30_000)}"}`,
  "more characters than the limit": JSON.stringify("x".repeat(1_100_000)),
  "more items than the limit": JSON.stringify(Array(600_000).fill(1)),
  "more entries than the limit": JSON.stringify({ $: "set", items: [...Array(30_000).keys()] }),
  "itself": `[{"$":"ref","to":0}]`,
  "many copies of itself": doubled(40),
  "what is nested too deep": "[".repeat(5_000) + "]".repeat(5_000),
};

/** JSON that is short, and far too long once references are followed: `[inner, inner]` at every level. */
function doubled(levels: number): string {
  let text = '["x"]';
  for (let level = levels - 1; level >= 0; level--) {
    text = `[${text},{"$":"ref","to":${level + 1}}]`;
  }
  return text;
}

Deno.test("parseOutcomes() takes a key named __proto__ as data, and a pattern without compiling it", async () => {
  const proto = outcomes(`[{"kind":"value","value":{"__proto__":{"polluted":1}}}]`);
  assertStringIncludes(await outcome(proto), "{ polluted: 1 }");
  assertEquals((({}) as { polluted?: number }).polluted, undefined);
  const pattern = outcomes(
    `[{"kind":"value","value":{"$":"regexp","source":"(","flags":"zz"}}]`,
  );
  assertStringIncludes(await outcome(pattern), 'RegExpData { source: "(", flags: "zz" }');
});

for (const [what, text] of Object.entries(refused)) {
  Deno.test(`parseOutcomes() refuses a value that holds ${what}`, async () => {
    const worker = outcomes(`[{"kind":"value","value":${text}}]`);
    assertStringIncludes(await outcome(worker), "refused: Cannot return the result");
  });
}

Deno.test("ChildEndpoint kills a child that does not answer", async () => {
  assertStringIncludes(await outcome(forger("for (;;);")), "timeout: Cannot finish");
  assertStringIncludes(await outcome(forger("")), "timeout: Cannot finish");
});

Deno.test("ChildEndpoint reports a child that ends by itself", async () => {
  assertStringIncludes(
    await outcome(forger("Deno.exit(3);")),
    "crashed: The sandbox ended by itself",
  );
  assertStringIncludes(
    await outcome(forger(`Deno.kill(Deno.pid, "SIGKILL");`)),
    "crashed: The sandbox was ended by SIGKILL",
  );
});

Deno.test("ChildEndpoint ends a child that writes without being asked", async () => {
  const early = forger("", "say({ id: 1 });");
  await assertRejects(() => outcome(early), SandboxError, "broke the protocol");
  const flood = forger("for (;;) say({ a: 1 });");
  assertStringIncludes(await outcome(flood), "broke the protocol");
});

Deno.test("SandboxProcess.start() throws when the process does not serve", async () => {
  const text = await kernelText();
  const broken = { ...text, worker: "throw new Error('not today')" };
  await assertRejects(
    () => SandboxProcess.start(limits, { text: broken }),
    SandboxError,
    "not today",
  );
  const gone = { ...text, process: "Deno.exit(5)" };
  await assertRejects(() => SandboxProcess.start(limits, { text: gone }), SandboxError, "code 5");
});

Deno.test("SandboxProcess runs nothing in a child that has a permission", async () => {
  const text = await kernelText();
  // What the check would see if a launcher forgot the flags.
  const open = `Deno.permissions.querySync = () => ({ state: "granted" });\n${text.process}`;
  await assertRejects(
    () => SandboxProcess.start(limits, { text: { ...text, process: open } }),
    SandboxError,
    "may be granted: read, write, net, env, run, sys, ffi, import",
  );
});
