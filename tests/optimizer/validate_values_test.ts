import "../../src/entry/install_host_services.ts";
import { assertEquals, assertMatch, assertStrictEquals } from "@std/assert";
import { z } from "zod";
import { emptyTrace } from "../../sandbox/protocol.ts";
import { validateValues, type ValidateValuesOptions } from "../../src/optimizer/validate_values.ts";
import type { CodeCall, CodeRunner, Preparation, Program } from "../../src/trace/code_runner.ts";
import type { CodeSpec } from "../../src/trace/code_spec.ts";
import { TraceParameter } from "../../src/trace/trace_parameter.ts";

const sourceOf = (name: string, body = "return x;") =>
  `export function ${name}(x: number): number {\n  ${body}\n}`;

function programOf(name: string, source: string): Program {
  const unit = { id: name, kind: "trainable", entry: name, source, uses: {} } as const;
  return { units: [{ ...unit, original: sourceOf(name) }], entry: name };
}

/** A parameter whose value is the source of a function of this name. */
function codeParameter(name: string, more: Partial<CodeSpec> = {}): TraceParameter {
  const code: CodeSpec = {
    entry: name,
    original: sourceOf(name),
    signature: `function ${name}(x: number): number`,
    uses: [],
    timeoutMs: undefined,
    lastInputs: [],
    program: (source = sourceOf(name)) => programOf(name, source),
    tools: () => new Map(),
    ready: () => Promise.resolve(),
    ...more,
  };
  // as: any value is read
  return new TraceParameter(sourceOf(name), { name, code }) as unknown as TraceParameter;
}

/** A runner that loads programs by a function, and fails calls of sources that say so. */
function runnerWith(prepare: (program: Program) => Preparation = () => ({ kind: "ready" })) {
  const calls: Omit<CodeCall, "args">[] = [];
  const signals: (AbortSignal | undefined)[] = [];
  const error = { name: "Error", message: "no", stack: "", frames: [] };
  const run: CodeRunner["run"] = (call) => {
    const report = { trace: emptyTrace, console: [], durationMs: 0 };
    return Promise.resolve(
      call.program.units.some(({ source }) => source.includes("fails"))
        ? { ...report, kind: "thrown" as const, error }
        : { ...report, kind: "value" as const, value: 1 },
    );
  };
  const runner: CodeRunner = {
    prepare(program, { signal } = {}) {
      signals.push(signal);
      return Promise.resolve(prepare(program));
    },
    run,
    runMany(call, argsList) {
      calls.push(call);
      return Promise.all(argsList.map((args) => run({ ...call, args })));
    },
    async [Symbol.asyncDispose]() {},
  };
  return { runner, calls, signals };
}

function validate(
  parameters: readonly TraceParameter[],
  values: Record<string, unknown>,
  { runner, ...options }: Partial<Omit<ValidateValuesOptions, "runner">> & {
    readonly runner: CodeRunner;
  },
) {
  const byName = new Map(parameters.map((parameter) => [parameter.baseName, parameter]));
  return validateValues(byName, values, { runner: () => runner, ...options });
}

const refusedAt = (unit: string, message = "no such name"): Preparation => ({
  kind: "refused",
  unit,
  diagnostics: [{ stage: "load", message, line: 3, column: 1, lineText: "…" }],
});

Deno.test("validateValues() accepts code that loads, with the other values", async () => {
  const rate = new TraceParameter(1, { name: "rate", schema: z.number().max(5) });
  const parameters = [codeParameter("f"), rate as unknown as TraceParameter]; // as: any value is read
  const { runner } = runnerWith();
  const changed = sourceOf("f", "return 2 * x;");
  assertEquals(await validate(parameters, { f: changed, rate: 2 }, { runner }), {
    values: { f: changed, rate: 2 },
    rejections: [],
  });
});

Deno.test("validateValues() leaves out names that are no parameters", async () => {
  const { runner } = runnerWith();
  assertEquals(await validate([codeParameter("f")], { other: 1 }, { runner }), {
    values: {},
    rejections: [],
  });
});

Deno.test("validateValues() joins the reasons of a schema", async () => {
  const both = z.string().min(3, "too short").regex(/^a/, "no a");
  const name = new TraceParameter("abc", { name: "name", schema: both });
  const list = [name as unknown as TraceParameter]; // as: any value is read
  const { runner } = runnerWith();
  assertEquals((await validate(list, { name: "x" }, { runner })).rejections, [
    { parameter: "name", value: "x", reason: "too short; no a" },
  ]);
});

Deno.test("validateValues() gives the first fault as the reason, and all with their places", async () => {
  const { runner } = runnerWith(() => refusedAt("f"));
  const value = sourceOf("f", "return 2 * x;");
  assertEquals(await validate([codeParameter("f")], { f: value }, { runner }), {
    values: {},
    rejections: [{
      parameter: "f",
      value,
      reason: "line 3: no such name",
      diagnostics: [{ stage: "load", message: "no such name", line: 3, column: 1, lineText: "…" }],
    }],
  });
  const silent = runnerWith(() => ({ kind: "refused", unit: "f", diagnostics: [] }));
  const { rejections } = await validate([codeParameter("f")], { f: value }, silent);
  assertEquals(rejections[0]?.reason, "it was refused");
});

Deno.test("validateValues() blames code that fails by other changed code only when nothing else failed", async () => {
  const parameters = ["f", "g"].map((name) => codeParameter(name));
  const values = { f: sourceOf("f", "return 2 * x;"), g: sourceOf("g", "return 3 * x;") };
  const ofF = runnerWith(() => refusedAt("f"));
  const { values: none, rejections } = await validate(parameters, values, ofF);
  assertEquals(none, {});
  assertEquals(rejections.map(({ parameter }) => parameter), ["f"]);
  const ofOther = runnerWith(() => refusedAt("h"));
  const blamed = await validate(parameters, values, ofOther);
  assertEquals(blamed.rejections.map(({ parameter }) => parameter), ["f", "g"]);
});

Deno.test("validateValues() runs code on its last inputs, with its own tools and time limit", async () => {
  const tools = new Map([["look", { run: () => 1 }]]);
  const limited = codeParameter("f", { lastInputs: [[1], [2]], timeoutMs: 70, tools: () => tools });
  const { runner, calls } = runnerWith();
  await validate([limited], { f: sourceOf("f", "return 2 * x;") }, { runner });
  assertEquals(calls.length, 1);
  assertEquals([calls[0]?.timeoutMs, calls[0]?.program.entry], [70, "f"]);
  assertStrictEquals(calls[0]?.tools, tools);
  const unlimited = runnerWith();
  const free = codeParameter("f", { lastInputs: [[1]] });
  await validate([free], { f: sourceOf("f", "return 2 * x;") }, unlimited);
  assertEquals("timeoutMs" in unlimited.calls[0]!, false); // !: it has an input to run on
});

Deno.test("validateValues() refuses code that fails where the code in use does not", async () => {
  const value = sourceOf("f", "return x; // fails");
  const parameter = codeParameter("f", { lastInputs: [[1]] });
  const refused = await validate([parameter], { f: value }, runnerWith());
  assertMatch(
    refused.rejections[0]?.reason ?? "",
    /^line \d+: Cannot accept f: it threw: Error: no; called with \(1\)/,
  );
  const asBad = codeParameter("f", {
    lastInputs: [[1]],
    program: (source = value) => programOf("f", source),
  });
  assertEquals((await validate([asBad], { f: value }, runnerWith())).values, { f: value });
});

Deno.test("validateValues() takes a smoke test of its caller's in place of the last calls", async () => {
  const value = sourceOf("f", "return x; // fails");
  const names: string[] = [];
  const parameter = codeParameter("f", { lastInputs: [[1]] });
  const { values } = await validate([parameter], { f: value }, {
    ...runnerWith(),
    smokeTest(name, code) {
      names.push(name);
      return { inputs: [], current: code.program() };
    },
  });
  assertEquals([values, names], [{ f: value }, ["f"]]);
});

Deno.test("validateValues() hands its signal on", async () => {
  const { signal } = new AbortController();
  const given = runnerWith();
  await validate([codeParameter("f")], { f: sourceOf("f", "return 1;") }, { ...given, signal });
  assertStrictEquals(given.signals[0], signal);
  const without = runnerWith();
  await validate([codeParameter("f")], { f: sourceOf("f", "return 1;") }, without);
  assertEquals(without.signals, [undefined]);
});

Deno.test("validateValues() takes code of other types unless it is asked to check them", async () => {
  const value = sourceOf("f", 'return "text";');
  const { values } = await validate([codeParameter("f")], { f: value }, runnerWith());
  assertEquals(values, { f: value });
});

Deno.test("validateValues() gives ten faults of a value, and counts the others", async () => {
  const list = new TraceParameter<unknown>([], { name: "list", schema: z.array(z.number()) });
  const reasonOf = async (faults: number) => {
    const values = { list: Array(faults).fill("x") };
    const options = { runner: () => runnerWith().runner };
    const { rejections } = await validateValues(new Map([["list", list]]), values, options);
    return rejections[0]?.reason.split("; ") ?? [];
  };
  assertEquals((await reasonOf(10)).length, 10);
  assertEquals((await reasonOf(12)).slice(10), ["and 2 more faults"]);
});
