import { assertEquals } from "@std/assert";
import { describeThrown } from "../../sandbox/describe_thrown.ts";
import { createCallCounters } from "../../sandbox/call_counter.ts";
import { replyLimits } from "../../sandbox/limits.ts";
import { installConsole } from "../../sandbox/realm_console.ts";
import type { ValuePreview } from "../../sandbox/value/value_preview.ts";
import { createRecorder, type OpenRecorder } from "../../sandbox/recorder.ts";
import { createStatementProbe } from "../../sandbox/statement_probe.ts";

const limits = { maxConsoleLines: 2, maxConsoleChars: 10, maxCalls: 2, maxStatements: 2 };

/** The record as JSON. */
function take(recorder: OpenRecorder): Record<string, unknown> {
  return JSON.parse(`{"kind":"value"${recorder.take()}}`);
}

/** The number of entries, and whether any were left out, after so many calls of `add`. */
function kept(field: string, times: number, add: (recorder: OpenRecorder, n: number) => void) {
  const recorder = createRecorder(limits);
  for (let n = 0; n < times; n++) add(recorder, n);
  const record = take(recorder);
  return [Object.keys(record[field] ?? {}).length, record.isTruncated === true];
}

Deno.test("createRecorder() keeps entries up to each limit", () => {
  const borders = [
    ["console", limits.maxConsoleLines, (r: OpenRecorder) => r.line("log", "x")],
    ["calls", limits.maxCalls, (r: OpenRecorder) => void r.begin("unit", "f", "[]")],
    ["statements", limits.maxStatements, (r: OpenRecorder) => r.statement("{}")],
    ["callCounts", replyLimits.maxCallees, (r: OpenRecorder, n: number) => r.count(`f${n}`, 1)],
  ] as const;
  for (const [field, most, add] of borders) {
    assertEquals(kept(field, most, add), [most, false], field);
    assertEquals(kept(field, most + 1, add), [most, true], field);
  }
});

Deno.test("createRecorder() keeps console text up to its limit", () => {
  const said = (chars: number) => {
    const recorder = createRecorder(limits);
    recorder.line("log", "x".repeat(chars));
    const { console, isTruncated } = take(recorder);
    return [(console as { text: string }[])[0]?.text.length, isTruncated];
  };
  assertEquals([said(10), said(11)], [[10, undefined], [10, true]]);
});

Deno.test("createRecorder() begins an empty record after each take", () => {
  const recorder = createRecorder(limits);
  assertEquals(recorder.take(), "");
  recorder.count("f", 2);
  recorder.count("f", 3);
  recorder.truncate();
  assertEquals(take(recorder), { kind: "value", callCounts: { f: 5 }, isTruncated: true });
  assertEquals(recorder.take(), "");
});

Deno.test("createRecorder() ignores an inner call after the end of its outer call", () => {
  const recorder = createRecorder(limits);
  const late = recorder.begin("tool", "late", "[]");
  recorder.leave(late);
  recorder.take();
  const current = recorder.begin("tool", "current", "[]");
  recorder.end(late, `"result":"late"`);
  recorder.leave(current);
  recorder.end(current, `"result":1`);
  assertEquals(take(recorder).calls, [
    { id: 0, parent: -1, callee: "current", kind: "tool", args: [], result: 1 },
  ]);
});

Deno.test("createRecorder() nests inner calls", () => {
  const recorder = createRecorder({ ...limits, maxCalls: 9 });
  const outer = recorder.begin("unit", "outer", "[]");
  recorder.leave(recorder.begin("unit", "inner", "[]"));
  recorder.leave(outer);
  recorder.leave(recorder.begin("unit", "next", "[]"));
  const calls = take(recorder).calls as { callee: string; parent: number }[];
  assertEquals(calls.map(({ callee, parent }) => [callee, parent]), [
    ["outer", -1],
    ["inner", 0],
    ["next", -1],
  ]);
});

Deno.test("describeThrown() cuts name, message and stack at their limits", () => {
  const { maxErrorNameChars, maxErrorMessageChars, maxErrorStackChars } = replyLimits;
  const lengths = (extra: number) => {
    const error = new Error("m".repeat(maxErrorMessageChars + extra));
    error.name = "n".repeat(maxErrorNameChars + extra);
    error.stack = "s".repeat(maxErrorStackChars + extra);
    const { name, message, stack } = JSON.parse(describeThrown(error));
    return [name.at(-1), name.length, message.at(-1), message.length, stack.at(-1), stack.length];
  };
  const most = [maxErrorNameChars, maxErrorMessageChars, maxErrorStackChars];
  assertEquals(lengths(0), ["n", most[0], "m", most[1], "s", most[2]]);
  assertEquals(lengths(1), ["…", most[0], "…", most[1], "…", most[2]]);
});

Deno.test("createStatementProbe() keeps statements of a unit up to its limit, some only for how a call ended", () => {
  const recorded = (count: number, returns = 0) => {
    const { probe, flush } = createStatementProbe("f");
    for (let line = 1; line <= count; line++) probe.branch(line, "then");
    for (let line = 1; line <= returns; line++) probe.returns(line, "f", 1);
    const recorder = createRecorder({ ...limits, maxStatements: 1_000 });
    flush(recorder);
    const { statements, isTruncated } = take(recorder);
    return [(statements as unknown[]).length, isTruncated];
  };
  const { maxStatementsPerUnit: all, endingStatements } = replyLimits;
  const most = all - endingStatements;
  assertEquals([recorded(most), recorded(most + 1)], [[most, undefined], [most, true]]);
  assertEquals(recorded(most, endingStatements), [all, undefined]);
  assertEquals(recorded(most, endingStatements + 1), [all, true]);
  assertEquals(recorded(0, all), [all, undefined]);
});

Deno.test("createStatementProbe() keeps locals up to their limit, with short names", () => {
  const localsOf = (count: number) => {
    const { probe, localsOf } = createStatementProbe("f");
    const names = Array.from({ length: count }, (_, n) => `${n}`.padStart(70, "x"));
    const error = new Error("x");
    probe.throws(1, "f", error, () => Object.fromEntries(names.map((name) => [name, 1])));
    return Object.keys(JSON.parse(localsOf(error) ?? "{}"));
  };
  const { maxLocals, maxLabelChars } = replyLimits;
  assertEquals(localsOf(1).map(({ length }) => length), [maxLabelChars]);
  assertEquals([numbered(maxLocals), numbered(maxLocals + 1)], [maxLocals, maxLocals]);

  function numbered(count: number): number {
    const { probe, localsOf } = createStatementProbe("f");
    const error = new Error("x");
    const locals = Object.fromEntries(Array.from({ length: count }, (_, n) => [`x${n}`, n]));
    probe.throws(1, "f", error, () => locals);
    return Object.keys(JSON.parse(localsOf(error) ?? "{}")).length;
  }
});

/** The sample of a call with these arguments that gives this result. */
function sampled(args: readonly unknown[], result: unknown) {
  const recorder = createRecorder(limits);
  const counters = createCallCounters(1, () => recorder);
  counters.begin(true);
  counters.of("f").sample(() => result, args);
  const { calls, isTruncated } = take(recorder);
  const [call] = calls as { args: unknown[]; result: unknown }[];
  return { ...call, isTruncated: isTruncated === true };
}

Deno.test("createCallCounters() keeps as many arguments of a call as their limit says", () => {
  const kept = (count: number) => {
    const { args, isTruncated } = sampled(Array(count).fill(1), 1);
    return [args?.length, isTruncated];
  };
  const { maxSampleArgs: most } = replyLimits;
  assertEquals([kept(most), kept(most + 1)], [[most, false], [most, true]]);
});

Deno.test("createCallCounters() previews a sample that is over its limits", () => {
  const { maxSampleChars, maxSampleDepth, maxPrintedSampleChars } = replyLimits;
  const text = (chars: number) => "x".repeat(chars - 2);
  assertEquals(sampled([], text(maxSampleChars)).result, text(maxSampleChars));
  const preview = sampled([text(maxSampleChars + 1)], 1).args?.[0] as ValuePreview;
  assertEquals([preview.type, preview.text.length], ["string", maxPrintedSampleChars]);
  const nested = (depth: number): unknown => depth === 0 ? 1 : [nested(depth - 1)];
  assertEquals(sampled([], nested(maxSampleDepth)).result, nested(maxSampleDepth));
  const { $, type } = sampled([], nested(maxSampleDepth + 1)).result as { $: string; type: string };
  assertEquals([$, type], ["preview", "array"]);
});

Deno.test("createStatementProbe() cuts labels and values at their limits", () => {
  const { maxLabelChars, maxPrintedValueChars } = replyLimits;
  const lengths = (label: string, value: string) => {
    const { probe, flush } = createStatementProbe("f");
    probe.assign(1, label, value);
    const recorder = createRecorder(limits);
    flush(recorder);
    const [event] = take(recorder).statements as { label: string; value: string }[];
    return [event?.label.length, event?.value.length];
  };
  const label = "x".repeat(maxLabelChars);
  const value = "x".repeat(maxPrintedValueChars - 2); // its quotes count
  const most = [maxLabelChars, maxPrintedValueChars];
  assertEquals([lengths(label, value), lengths(`${label}x`, `${value}x`)], [most, most]);
  assertEquals(lengths("x", "x"), [1, 3]);
});

Deno.test("createStatementProbe() gives a line that the host takes, whatever line it is given", () => {
  const { probe, flush } = createStatementProbe("f");
  for (const line of [-5, NaN, "x"]) probe.branch(line as number, "then");
  const recorder = createRecorder({ ...limits, maxStatements: 9 });
  flush(recorder);
  const events = take(recorder).statements as { line: number }[];
  assertEquals(events.map(({ line }) => line >= 1 && Number.isSafeInteger(line)), [
    true,
    true,
    true,
  ]);
});

Deno.test("the console of a realm cuts a line that is over its limit", () => {
  const { console } = globalThis;
  try {
    const lines: string[] = [];
    installConsole(() =>
      ({ line: (_level: string, text: string) => void lines.push(text) }) as never
    );
    const most = replyLimits.maxConsoleLineChars;
    globalThis.console.log("x".repeat(most));
    globalThis.console.log("x".repeat(most + 1));
    globalThis.console.log("x".repeat(most - 2), 1);
    globalThis.console.log("x".repeat(most - 1), 1);
    assertEquals(lines.map(({ length }) => length), [most, most, most, most]);
  } finally {
    Object.defineProperty(globalThis, "console", { value: console, writable: true });
  }
});
