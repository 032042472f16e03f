/**
 * Reports in messages between processes.
 *
 * @module
 */
import { parseClaimedTrace } from "../trace/data/parse_trace_data.ts";
import type { Feedback } from "../trace/feedback.ts";
import type { FeedbackGraph } from "../propagate/feedback.ts";
import type { RelaxedScore } from "../problem/trial.ts";
import type { Report } from "../trainer/evaluator.ts";
import {
  anything,
  byName,
  fieldsOf,
  finite,
  flag,
  list,
  nullable,
  oneOf,
  optional,
  type Read,
  record,
  refusal,
  text,
  whole,
} from "./shape.ts";
import { type Origin, readWire, strangeLimits, writeWire } from "./value.ts";

/** Characters of one text of a report; the run keeps the first ten thousand. */
const maxText = 1_000_000;

const maxMetrics = 10_000;
const maxSlacks = 2_000;
const maxParameters = 10_000;
const maxLines = 1_000;
const maxLineText = 20_000;
const maxNodes = 200_000;
const maxOutputs = 10_000;
const maxCalls = 100;

/** Entries of Maps and Sets in one value of a graph: keys may be chosen so that each is compared with all others. */
const maxEntries = 5_000;

/** The report as JSON. @throws {TypeError} when a part of it is no plain data */
export function encodeReport({ feedbackGraph, ...report }: Report): unknown {
  return {
    report: writeWire(report),
    ...(feedbackGraph === undefined ? {} : {
      graph: feedbackGraph.graph,
      outputs: writeWire(feedbackGraph.outputs),
    }),
  };
}

/**
 * The report of JSON of any origin, without fields that no report has.
 *
 * @param json as `encodeReport` gives it; it is not changed @param origin who wrote it
 * @throws {TypeError} that names the first wrong part
 */
export function decodeReport(json: unknown, origin: Origin = "untrusted"): Report {
  const { report, graph, outputs } = fieldsOf(json, "report");
  return {
    ...readReport(readWire(report, origin), "report"),
    ...(graph === undefined ? {} : {
      feedbackGraph: readFeedbackGraph(graph, readWire(outputs, origin), origin),
    }),
  };
}

/** A console line. */
export const readLine = record({
  level: oneOf("debug", "log", "info", "warn", "error"),
  text: text(maxLineText),
});

const metrics = byName(finite, maxMetrics);

const slacks: Read<RelaxedScore["slacks"]> = (claim, path) => {
  const isNumbers = claim instanceof Float64Array || claim instanceof Float32Array;
  if (isNumbers && claim.length <= maxSlacks && claim.every(Number.isFinite)) return claim;
  if (isNumbers) throw refusal(path, `at most ${maxSlacks} finite numbers`, claim);
  return list(finite, maxSlacks)(claim, path);
};

const readReport: Read<Omit<Report, "feedbackGraph">> = record({
  score: nullable(finite),
  feedback: text(maxText),
  metrics,
  relaxed: optional(record({ score: finite, slacks })),
  output: text(maxText),
  error: optional(text(maxText)),
  failure: optional(record({
    kind: oneOf("thrown", "timeout", "crashed", "refused"),
    message: text(maxText),
    file: optional(text(maxLineText)),
    line: optional(whole()),
    limitMs: optional(finite),
  })),
  unawaited: optional(list(text(maxLineText), maxParameters)),
  messages: optional(byName(anything, maxParameters)),
  inputs: optional(byName(list(list(anything, maxCalls), maxCalls), maxParameters)),
  variance: optional(finite),
  console: list(readLine, maxLines),
  isByClock: optional(flag),
  durationMs: finite,
});

const readFeedback: Read<Feedback> = record({
  score: optional(finite),
  feedback: optional(text(maxText)),
  metrics: optional(metrics),
});

function readFeedbackGraph(given: unknown, outputs: unknown, origin: Origin): FeedbackGraph {
  const limits = origin === "untrusted" ? { ...strangeLimits, maxEntries } : undefined;
  const graph = parseClaimedTrace(given, { maxNodes }, limits);
  const output = record({
    node: whole(0, graph.nodes.length - 1),
    feedback: readFeedback,
    example: optional(text(maxLineText)),
  });
  return { graph, outputs: list(output, maxOutputs)(outputs, "outputs") };
}
