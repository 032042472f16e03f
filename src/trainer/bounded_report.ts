/**
 * The gate of reports: bounds what a guide, an agent or a custom evaluator says, and redacts it.
 *
 * @module
 */
import type { ConsoleLine } from "../../sandbox/protocol.ts";
import { cutMark } from "../cut_text.ts";
import { mapTexts, type Redact } from "../model/redact.ts";
import type { RelaxedScore } from "../problem/trial.ts";
import type { FeedbackGraph } from "../propagate/feedback.ts";
import type { NodeData, TraceData, ValueData } from "../trace/data/graph_data.ts";
import { decodeValue } from "../trace/data/value_data.ts";
import type { Feedback } from "../trace/feedback.ts";
import { printValue } from "../trace/print_value.ts";
import type { ExampleText, Report, SmokeInputs } from "./evaluator.ts";

/** Maximum characters of feedback, of an output and of an error; the rest is cut with a mark. */
export const maxReportText = 10_000;

/** Maximum number of metrics, and of characters in the name of one. */
const maxMetrics = 100;
const maxMetricName = 200;

/** Maximum number of console lines, and of characters in one. */
const maxLines = 100;
const maxLineText = 2_000;

/** Texts are redacted up to so many times their bound, so that no secret is cut in two and a long text costs little. */
const redactedShare = 4;

/**
 * The report with bounded and redacted texts. Only their beginning is kept, with a mark such as
 * `… 79,990,000 characters cut`.
 */
export function boundedReport(report: Report, redact: Redact): Report {
  const { feedback, metrics, relaxed, output, error, failure } = report;
  const { feedbackGraph, messages, inputs, console } = report;
  const text = (given: string, limit = maxReportText) => boundedText(given, limit, redact);
  return {
    ...report,
    feedback: text(feedback),
    metrics: boundedMetrics(metrics, redact),
    ...(relaxed === undefined ? {} : { relaxed: shortRelaxed(relaxed) }),
    output: text(output),
    ...(error === undefined ? {} : { error: text(error) }),
    ...(failure === undefined
      ? {}
      : { failure: { ...failure, message: text(failure.message, maxLineText) } }),
    ...(feedbackGraph === undefined ? {} : { feedbackGraph: boundedGraph(feedbackGraph, redact) }),
    ...(messages === undefined ? {} : { messages: mapTexts(messages, (given) => text(given)) }),
    ...(inputs === undefined ? {} : { inputs: openInputs(inputs, redact) }),
    console: boundedLines(console, redact),
  };
}

/** Arguments without those that hold a secret: code is tried on them, so that they cannot be redacted. */
function openInputs(inputs: SmokeInputs, redact: Redact): SmokeInputs {
  return Object.fromEntries(
    Object.entries(inputs).map(([name, calls]) => [
      name,
      calls.filter((args) => !holdsSecret(args, redact)),
    ]),
  );
}

function holdsSecret(value: unknown, redact: Redact): boolean {
  let isChanged = false;
  mapTexts(value, (text) => {
    isChanged ||= redact(text) !== text;
    return text;
  });
  return isChanged;
}

/** Maximum characters of an example's input, and of its expected value. */
const maxExampleText = 2_000;

/** The data of an example with bounded and redacted texts. */
export function boundedExample({ input, expected }: ExampleText, redact: Redact): ExampleText {
  return {
    input: boundedText(input, maxExampleText, redact),
    ...(expected === undefined ? {} : { expected: boundedText(expected, maxExampleText, redact) }),
  };
}

function boundedText(text: string, limit: number, redact: Redact): string {
  const start = text.length > redactedShare * limit ? text.slice(0, redactedShare * limit) : text;
  const clean = redact(start);
  if (clean.length <= limit && start === text) return clean;
  const kept = clean.slice(0, limit).toWellFormed();
  return `${kept}\n${cutMark(text.length - start.length + clean.length - kept.length)}`;
}

/** The first metrics, and how many more there were. */
function boundedMetrics(metrics: Report["metrics"], redact: Redact): Report["metrics"] {
  const entries = Object.entries(metrics);
  const kept = entries.slice(0, maxMetrics)
    .map(([name, value]): [string, number] => [redact(name.slice(0, maxMetricName)), value]);
  if (entries.length > kept.length) kept.push(["… more metrics cut", entries.length - kept.length]);
  return Object.fromEntries(kept);
}

/** Slacks with seven digits, as the log has them. */
function shortRelaxed({ score, slacks }: RelaxedScore): RelaxedScore {
  return { score, slacks: Float32Array.from(slacks) };
}

function boundedLines(lines: readonly ConsoleLine[], redact: Redact): readonly ConsoleLine[] {
  const kept = lines.slice(0, maxLines)
    .map(({ level, text }) => ({ level, text: boundedText(text, maxLineText, redact) }));
  if (lines.length <= kept.length) return kept;
  return [...kept, { level: "warn", text: `… ${lines.length - kept.length} lines cut` }];
}

function boundedGraph({ graph, outputs }: FeedbackGraph, redact: Redact): FeedbackGraph {
  const bounded = ({ feedback: text, metrics, ...rest }: Feedback): Feedback => ({
    ...rest,
    ...(text === undefined ? {} : { feedback: boundedText(text, maxReportText, redact) }),
    ...(metrics === undefined ? {} : { metrics: boundedMetrics(metrics, redact) }),
  });
  return {
    graph: redactedGraph(graph, redact),
    outputs: outputs.map(({ node, feedback }) => ({ node, feedback: bounded(feedback) })),
  };
}

function redactedGraph(graph: TraceData, redact: Redact): TraceData {
  return { ...graph, nodes: graph.nodes.map((node) => redactedNode(node, redact)) };
}

/** Names and the values of parameters stay: the program is read by them. */
function redactedNode(node: NodeData, redact: Redact): NodeData {
  const { kind, value, failure, statements, console, inner } = node;
  return {
    ...node,
    ...(kind === "parameter" ? {} : { value: redactedValue(value, redact) }),
    ...(failure === undefined ? {} : {
      failure: { ...failure, message: redact(failure.message), full: redact(failure.full) },
    }),
    ...(statements === undefined ? {} : {
      statements: statements.map((event) =>
        event.value === undefined ? event : { ...event, value: redact(event.value) }
      ),
    }),
    ...(console === undefined ? {} : { console: boundedLines(console, redact) }),
    ...(inner === undefined ? {} : { inner: redactedGraph(inner, redact) }),
  };
}

/** A value that held a secret becomes a preview: its encoding may not survive the change of a text in it. */
function redactedValue(value: ValueData, redact: Redact): ValueData {
  if (value.kind === "preview") {
    const text = redact(value.text);
    return text === value.text ? value : { ...value, text };
  }
  if (!holdsSecret(value.json, redact)) return value;
  const text = redact(printValue(decodeValue(value), maxReportText));
  return { kind: "preview", type: value.type, text };
}
