import { assertEquals, assertThrows } from "@std/assert";
import {
  decodeBatch,
  decodeOutcomes,
  encodeBatch,
  encodeOutcomes,
} from "../../src/spread/batch.ts";
import { batchSize } from "../../src/spread/batch_size.ts";
import { decodePlan, encodePlan, identityOf } from "../../src/spread/evaluation_plan.ts";
import { candidateOf } from "../../src/trainer/candidate.ts";
import type { EvaluationRequest, Report } from "../../src/trainer/evaluator.ts";

const candidate = candidateOf({ a: new Map([[1, -0]]), text: "\0 \ud800 𝄞" });
const request: EvaluationRequest = {
  candidate,
  example: { split: "validation", index: 3 },
  seed: -4,
  sample: 2,
  isTraced: true,
};
const report: Report = {
  score: null,
  feedback: "no",
  metrics: { size: 2 },
  output: "\0",
  console: [],
  durationMs: 1.5,
};

Deno.test("encodeBatch() writes a candidate once, and decodeBatch() gives the same requests", () => {
  const second = { ...request, example: { split: "train", index: 0 }, isTraced: false } as const;
  const provisional = { ...request, candidate: { ...candidate, isProvisional: true } };
  const text = encodeBatch([request, second, provisional]);
  assertEquals(decodeBatch(text), [request, second, provisional]);
  assertEquals(text.split(candidate.id).length - 1, 2);
  assertEquals(text.includes("\0"), false);
});

Deno.test("decodeBatch() refuses what no run wrote", () => {
  const [json] = [JSON.parse(encodeBatch([request]))];
  const with_ = (change: object) =>
    JSON.stringify({ ...json, requests: [{ ...json.requests[0], ...change }] });
  for (
    const text of [
      "no JSON",
      "[]",
      "{}",
      with_({ candidate: 1 }),
      with_({ candidate: -1 }),
      with_({ example: { split: "constructor", index: 0 } }),
      with_({ example: { split: "train", index: 0.5 } }),
      with_({ seed: "1" }),
      JSON.stringify({ ...json, requests: Array(257).fill(json.requests[0]) }),
    ]
  ) assertThrows(() => decodeBatch(text), TypeError);
});

Deno.test("decodeOutcomes() gives reports and reasons, and refuses another number of them", () => {
  const outcomes = [{ kind: "report", report }, { kind: "model" }, { kind: "failure" }] as const;
  const text = encodeOutcomes(outcomes);
  assertEquals(decodeOutcomes(text, 3), outcomes);
  for (const size of [2, 4]) assertThrows(() => decodeOutcomes(text, size), TypeError);
  assertThrows(() => decodeOutcomes('[{"here":null,"report":{"report":{}}}]', 1), TypeError);
  assertThrows(() => decodeOutcomes('[{"here":"elsewhere"}]', 1), TypeError);
});

Deno.test("encodeOutcomes() leaves reports beyond the bound of a batch to the run", () => {
  const large = { kind: "report", report: { ...report, feedback: "x".repeat(900_000) } } as const;
  const text = encodeOutcomes(Array(30).fill(large));
  const kinds = decodeOutcomes(text, 30).map(({ kind }) => kind);
  assertEquals([kinds[0], kinds[29]], ["report", "failure"]);
});

Deno.test("batchSize() gives equal shares of at least 10 ms and at most a second", () => {
  const sizes: readonly [outstanding: number, slots: number, meanMs: number | undefined][] = [
    [256, 2, 10],
    [10, 2, 20],
    [256, 2, undefined],
    [256, 1, 20],
    [16, 8, 0.1],
    [100_000, 1, 0.1],
    [4, 1, 5_000],
    [1, 100, 1],
  ];
  assertEquals(
    sizes.map(([outstanding, slots, meanMs]) => batchSize({ outstanding, slots, meanMs })),
    [
      64,
      3,
      16,
      50,
      100,
      256,
      1,
      10,
    ],
  );
});

Deno.test("identityOf() differs when anything that decides on reports does", () => {
  const plan = {
    task: "t",
    fingerprint: { task: "1", modules: { "a.ts": "2" }, library: "1", deno: "2", isVerified: true },
    settings: { seed: 1, traceStatements: true },
  };
  const others = [
    { ...plan, task: "u" },
    { ...plan, fingerprint: { ...plan.fingerprint, examples: "3" } },
    { ...plan, fingerprint: { ...plan.fingerprint, modules: { "a.ts": "4" } } },
    { ...plan, settings: { ...plan.settings, seed: 2 } },
    { ...plan, settings: { ...plan.settings, sandbox: { memoryMb: 64 } } },
  ];
  assertEquals(identityOf(decodePlan(encodePlan(plan))), identityOf(plan));
  assertEquals(new Set([plan, ...others].map(identityOf)).size, 6);
  assertThrows(() => decodePlan('{"task":1}'), TypeError);
});
