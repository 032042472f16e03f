import { assertEquals, assertThrows } from "@std/assert";
import { replyLimits } from "../../sandbox/limits.ts";
import { RegExpData } from "../../sandbox/value/reg_exp_data.ts";
import { resolveLimits } from "../../src/code/sandbox/limits.ts";
import { type OutcomeContext, parseOutcomes } from "../../src/code/sandbox/outcomes.ts";

const limits = resolveLimits({
  maxOutputChars: 1_000,
  maxDepth: 3,
  maxConsoleLines: 4,
  maxConsoleChars: 3_000,
  maxTracedCalls: 2,
  maxStatements: 3,
});
const context: OutcomeContext = {
  count: 1,
  limits,
  positions: new Map(),
  durationMs: 1,
  limitMs: 1,
};

function parse(outcome: unknown) {
  return parseOutcomes(JSON.stringify([outcome]), context)[0];
}

/** Text of some length. */
function text(length: number): string {
  return "x".repeat(length);
}

function many<Item>(count: number, item: (index: number) => Item): Item[] {
  return Array.from({ length: count }, (_, index) => item(index));
}

function value(fields: Record<string, unknown>): unknown {
  return { kind: "value", value: 1, ...fields };
}

function thrown(fields: Record<string, unknown>): unknown {
  return { kind: "thrown", error: { name: "E", message: "m", stack: "", ...fields } };
}

function line(chars: number): unknown {
  return { level: "log", text: text(chars) };
}

function statement(fields: Record<string, unknown>): unknown {
  return { unit: "f", line: 1, kind: "assign", label: "x", count: 1, ...fields };
}

function inner(fields: Record<string, unknown>): unknown {
  return { id: 0, parent: -1, callee: "f", kind: "unit", args: [], ...fields };
}

function nested(depth: number): unknown {
  return depth === 0 ? 1 : [nested(depth - 1)];
}

/** For each limit: an outcome that reaches it, by the number that reaches it. */
const borders: Readonly<Record<string, readonly [number, (size: number) => unknown]>> = {
  maxConsoleLines: [limits.maxConsoleLines, (n) => value({ console: many(n, () => line(1)) })],
  maxConsoleChars: [
    limits.maxConsoleChars,
    (n) => value({ console: [line(2_000), line(n - 2_000)] }),
  ],
  maxConsoleLineChars: [replyLimits.maxConsoleLineChars, (n) => value({ console: [line(n)] })],
  maxTracedCalls: [limits.maxTracedCalls, (n) => value({ calls: many(n, (id) => inner({ id })) })],
  maxSampleArgs: [
    replyLimits.maxSampleArgs,
    (n) => value({ calls: [inner({ args: many(n, () => 1) })] }),
  ],
  "the characters of an argument": [
    replyLimits.maxSampleChars,
    (n) => value({ calls: [inner({ args: [text(n - 2)] })] }),
  ],
  "the characters of a result": [
    replyLimits.maxSampleChars,
    (n) => value({ calls: [inner({ result: text(n - 2) })] }),
  ],
  "the nesting of a sample": [
    replyLimits.maxSampleDepth,
    (n) => value({ calls: [inner({ result: nested(n) })] }),
  ],
  maxCallees: [
    replyLimits.maxCallees,
    (n) => value({ callCounts: Object.fromEntries(many(n, (i) => [`f${i}`, 1])) }),
  ],
  maxStatements: [limits.maxStatements, (n) => value({ statements: many(n, () => statement({})) })],
  maxLabelChars: [
    replyLimits.maxLabelChars,
    (n) => value({ statements: [statement({ label: text(n) })] }),
  ],
  maxPrintedValueChars: [
    replyLimits.maxPrintedValueChars,
    (n) => value({ statements: [statement({ value: text(n) })] }),
  ],
  maxErrorNameChars: [replyLimits.maxErrorNameChars, (n) => thrown({ name: text(n) })],
  maxErrorMessageChars: [replyLimits.maxErrorMessageChars, (n) => thrown({ message: text(n) })],
  maxErrorStackChars: [replyLimits.maxErrorStackChars, (n) => thrown({ stack: text(n) })],
  maxLocals: [
    replyLimits.maxLocals,
    (n) => thrown({ locals: Object.fromEntries(many(n, (i) => [`x${i}`, "1"])) }),
  ],
  "the characters of a local's name": [
    replyLimits.maxLabelChars,
    (n) => thrown({ locals: { [text(n)]: "1" } }),
  ],
  "the characters of a local's value": [
    replyLimits.maxPrintedValueChars,
    (n) => thrown({ locals: { x: text(n) } }),
  ],
};

for (const [name, [limit, outcome]] of Object.entries(borders)) {
  Deno.test(`parseOutcomes() takes a reply that reaches ${name} and no larger one`, () => {
    const { kind } = outcome(limit) as { kind: string };
    assertEquals(parse(outcome(limit))?.kind as string, kind);
    assertThrows(() => parse(outcome(limit + 1)), TypeError, "Cannot read a sandbox's reply");
  });
}

Deno.test("parseOutcomes() refuses a value of more than maxOutputChars, however many come with it", () => {
  const kind = (chars: number) => parse({ kind: "value", value: text(chars - 2) })?.kind;
  assertEquals([kind(limits.maxOutputChars), kind(limits.maxOutputChars + 1)], [
    "value",
    "refused",
  ]);
});

Deno.test("parseOutcomes() refuses a value that is nested deeper than maxDepth", () => {
  const kind = (depth: number) => parse({ kind: "value", value: nested(depth) })?.kind;
  assertEquals([kind(limits.maxDepth), kind(limits.maxDepth + 1)], ["value", "refused"]);
});

Deno.test("parseOutcomes() reads no reply longer than all outcomes may be", () => {
  const most = replyLimits.maxReplyChars + replyLimits.maxNoticeChars;
  const padded = (length: number) => `[{"kind":"value","value":1}]`.padEnd(length);
  assertEquals(parseOutcomes(padded(most), context)[0]?.kind, "value");
  assertThrows(() => parseOutcomes(padded(most + 1), context), TypeError, "outcomes of");
});

const whole = {
  console: [{ level: "warn", text: "careful" }],
  calls: [
    { id: 0, parent: -1, callee: "f", kind: "unit", args: [1, { $: "undefined" }], result: [2] },
    {
      id: 1,
      parent: 0,
      callee: "t",
      kind: "tool",
      args: [],
      error: { name: "E", message: "m", stack: "" },
    },
  ],
  callCounts: { f: 3, ["__proto__"]: 1 },
  statements: [{ unit: "f", line: 2, kind: "branch", label: "then", count: 4 }, {
    unit: "f",
    line: 3,
    kind: "return",
    label: "x",
    value: "1",
    count: 1,
  }],
  isTruncated: true,
};

const wholeReport = {
  console: whole.console,
  trace: {
    calls: [
      { id: 0, parent: -1, callee: "f", kind: "unit", args: [1, undefined], result: [2] },
      {
        id: 1,
        parent: 0,
        callee: "t",
        kind: "tool",
        args: [],
        error: { name: "E", message: "m", frames: [] },
      },
    ],
    callCounts: whole.callCounts,
    statements: whole.statements,
    isTruncated: true,
  },
  durationMs: 1,
};

Deno.test("parseOutcomes() gives each kind of outcome with its report", () => {
  const error = { name: "E", message: "m", stack: "", locals: { x: "1" } };
  const parsed = { name: "E", message: "m", frames: [], locals: { x: "1" } };
  const results = [
    parse({ kind: "value", value: { $: "bigint", text: "1" }, ...whole }),
    parse({ kind: "thrown", error, ...whole }),
    parse({ kind: "refused", error, ...whole }),
    parse({ kind: "timeout", error, ...whole }),
  ];
  assertEquals<unknown>(results, [
    { kind: "value", value: 1n, ...wholeReport },
    { kind: "thrown", error: parsed, ...wholeReport },
    { kind: "refused", error: parsed, ...wholeReport },
    { kind: "timeout", error: parsed, limitMs: 1, ...wholeReport },
  ]);
});

Deno.test("parseOutcomes() gives an empty report for an outcome without one", () => {
  const empty = { calls: [], callCounts: {}, statements: [], isTruncated: false };
  const bare = { kind: "value", value: 1, console: [], trace: empty, durationMs: 1 };
  assertEquals<unknown>(parse({ kind: "value", value: 1 }), bare);
  for (const field of ["calls", "callCounts", "statements", "isTruncated"] as const) {
    const result = parse({ kind: "value", value: 1, [field]: whole[field] });
    const trace = { ...empty, [field]: wholeReport.trace[field] };
    assertEquals<unknown>(result, { ...bare, trace });
  }
  const odd = parse({ kind: "value", value: 1, isTruncated: 1 });
  assertEquals(odd?.trace.isTruncated, false);
  assertEquals("result" in (parse(value({ calls: [inner({})] }))?.trace.calls[0] ?? {}), false);
});

Deno.test("parseOutcomes() shares the time of a request among its argument lists", () => {
  const results = parseOutcomes(`[{"kind":"value","value":1},{"kind":"value","value":2}]`, {
    ...context,
    count: 2,
    durationMs: 3,
  });
  assertEquals(results.map(({ durationMs }) => durationMs), [1.5, 1.5]);
});

Deno.test("parseOutcomes() says why a value is refused, and keeps the report", () => {
  const result = parse({ kind: "value", value: [[[[1]]]], ...whole });
  const message = "Cannot return the result as plain data: result is nested deeper than 3 levels";
  const error = { name: "TypeError", message, frames: [] };
  assertEquals<unknown>(result, { kind: "refused", error, ...wholeReport });
});

Deno.test("parseOutcomes() compiles no pattern of a sample", () => {
  const sample = { $: "regexp", source: "(", flags: "" };
  const result = parse(value({ calls: [inner({ result: sample })] }));
  assertEquals(result?.trace.calls[0]?.result, new RegExpData("(", ""));
});

const error = { name: "E", message: "m", stack: "" };

/** Outcomes that no kernel writes, with what is wrong with them. */
const malformed: Readonly<Record<string, readonly unknown[]>> = {
  "something that is no record": [
    null,
    1,
    "text",
    [],
    { kind: "thrown" },
    { kind: "refused", error: [] },
    { kind: "timeout", error: "E" },
    thrown({ locals: [] }),
    value({ console: [null] }),
    value({ calls: [[]] }),
    value({ callCounts: [] }),
    value({ statements: ["x"] }),
    value({ calls: [inner({ error: null })] }),
  ],
  "an outcome of an unknown kind": [{}, { kind: "crashed", error }, { kind: null }, { kind: "" }],
  "something that is no list": [
    value({ console: {} }),
    value({ calls: null }),
    value({ statements: { length: 0 } }),
    value({ calls: [inner({ args: {} })] }),
  ],
  "something that is no text": [
    thrown({ name: 1 }),
    thrown({ message: null }),
    thrown({ stack: undefined }),
    thrown({ locals: { x: 1 } }),
    value({ console: [{ level: "log" }] }),
    value({ calls: [inner({ callee: 1 })] }),
    value({ statements: [statement({ unit: null })] }),
    value({ statements: [statement({ label: 1 })] }),
    value({ statements: [statement({ value: null })] }),
  ],
  "a console line without a level": [
    value({ console: [{ text: "a" }] }),
    value({ console: [{ level: "trace", text: "a" }] }),
    value({ console: [{ level: ["log"], text: "a" }] }),
  ],
  "a statement of an unknown kind": [
    value({ statements: [statement({ kind: "call" })] }),
    value({ statements: [statement({ kind: 1 })] }),
  ],
  "an inner call of an unknown kind": [
    value({ calls: [inner({ kind: "host" })] }),
    value({ calls: [inner({ kind: undefined })] }),
  ],
  "inner calls out of order": [
    value({ calls: [inner({ id: 1 })] }),
    value({ calls: [inner({ id: "0" })] }),
    value({ calls: [inner({}), inner({})] }),
    value({ calls: [inner({ parent: 0 })] }),
    value({ calls: [inner({}), inner({ id: 1, parent: 1 })] }),
  ],
  "something that is no whole number from -1": [
    value({ calls: [inner({ parent: -2 })] }),
    value({ calls: [inner({ parent: -0.5 })] }),
    value({ calls: [inner({ parent: null })] }),
  ],
  "something that is no whole number from 1": [
    value({ statements: [statement({ line: 0 })] }),
    value({ statements: [statement({ line: "1" })] }),
    value({ statements: [statement({ count: 0 })] }),
    value({ statements: [statement({ count: 1.5 })] }),
    value({ statements: [statement({ count: 2 ** 53 })] }),
    value({ callCounts: { f: 0 } }),
    value({ callCounts: { f: null } }),
  ],
  "an inner call whose sample is nested deeper": [
    value({ calls: [inner({ result: JSON.parse("[".repeat(9) + "]".repeat(9)) })] }),
  ],
  "an inner call whose sample has an unknown tag": [
    value({ calls: [inner({ args: [{ $: "function" }] })] }),
  ],
  "a text of 20001 characters": [
    value({ calls: [inner({ callee: text(20_001) })] }),
    value({ statements: [statement({ unit: text(20_001) })] }),
  ],
};

for (const [what, claims] of Object.entries(malformed)) {
  Deno.test(`parseOutcomes() throws for ${what}`, () => {
    for (const claim of claims) {
      assertThrows(() => parse(claim), TypeError, `received ${what}`, JSON.stringify(claim));
    }
  });
}

Deno.test("parseOutcomes() takes names of units and tools up to 20,000 characters", () => {
  const result = parse(value({ calls: [inner({ callee: text(20_000) })] }));
  assertEquals(result?.trace.calls[0]?.callee.length, 20_000);
});

Deno.test("parseOutcomes() throws for a claim that is no text, no list or of another length", () => {
  for (const claim of [null, 1, [], [{ kind: "value", value: 1 }]]) {
    assertThrows(() => parseOutcomes(claim, context), TypeError, "outcomes that are no text");
  }
  for (const claim of ["{}", "null", '{"length":1}', "[]", "[{},{}]"]) {
    assertThrows(() => parseOutcomes(claim, context), TypeError, "another number of outcomes");
  }
  assertThrows(() => parseOutcomes("[", context), SyntaxError);
});
