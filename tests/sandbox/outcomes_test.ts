import { assertEquals, assertThrows } from "@std/assert";
import { replyLimits } from "../../sandbox/limits.ts";
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
  const nested = (depth: number): unknown => depth === 0 ? 1 : [nested(depth - 1)];
  const kind = (depth: number) => parse({ kind: "value", value: nested(depth) })?.kind;
  assertEquals([kind(limits.maxDepth), kind(limits.maxDepth + 2)], ["value", "refused"]);
});

Deno.test("parseOutcomes() reads no reply longer than all outcomes may be", () => {
  const most = replyLimits.maxReplyChars + replyLimits.maxNoticeChars;
  const padded = (length: number) => `[{"kind":"value","value":1}]`.padEnd(length);
  assertEquals(parseOutcomes(padded(most), context)[0]?.kind, "value");
  assertThrows(() => parseOutcomes(padded(most + 1), context), TypeError, "outcomes of");
});
