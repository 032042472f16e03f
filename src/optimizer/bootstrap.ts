/**
 * Fills demonstrations from the best runs, without a model (after DSPy's BootstrapFewShotWithRandomSearch, arXiv 2310.03714).
 *
 * @module
 */
import type { ParameterState, Problem } from "../problem/problem.ts";
import type { Proposer } from "../problem/proposer.ts";
import { shuffled } from "../seeds.ts";
import type { FeedbackGraph } from "../propagate/feedback.ts";
import { sourcesOf } from "../render/minimal_subgraph.ts";
import { ascending } from "../render/runs.ts";
import type { NodeData } from "../trace/data/graph_data.ts";
import { printValue } from "../trace/print_value.ts";
import { decodeValue } from "../trace/data/value_data.ts";
import { type Demonstration, maxDemonstrations } from "./demonstrations.ts";

/** A demonstration of a run, and the score of that run. */
interface Found {
  readonly demonstration: Demonstration;
  readonly score: number;
}

/** Maximum characters of a demonstration. */
const maxLength = 4_000;

/** Demonstration sets that are proposed in one step. */
const setsPerStep = 4;

/**
 * A proposer for parameters made by `demonstrations`. It takes inputs and outputs of the steps that use such a parameter, of
 * the runs with the best scores on the batch, and proposes sets of these and the present ones: the best first, then random
 * ones. The measured score chooses, so give the task validation examples: a demonstration is an answer to its own example.
 *
 * It needs no model. For instructions and demonstrations together it tunes what a model proposes:
 * `hybridProposer({ tuning: bootstrapProposer() })`.
 *
 * @example
 * ```ts
 * import { bootstrapProposer } from "@opto/opto/optimizer";
 * import { assertEquals } from "@std/assert";
 *
 * const { needsTrace, needsModel = false } = bootstrapProposer();
 * assertEquals([needsTrace, needsModel], [true, false]);
 * ```
 */
export function bootstrapProposer(): Proposer {
  return {
    name: "bootstrap",
    needsTrace: true,
    suggestionCount: () => setsPerStep,
    canChange: ({ jsonSchema }) => maxDemonstrations(jsonSchema) !== undefined,
    propose(problem, { count, random, signal }) {
      signal?.throwIfAborted();
      const proposals = Array.from({ length: count }, (_, number) => ({
        kind: "suggestion" as const,
        values: valuesOf(problem, number === 0 ? null : random),
        reasoning: number === 0 ? "Demonstrations of the best runs." : "Some of the best runs.",
      })).filter(({ values }) => Object.keys(values).length > 0);
      return Promise.resolve(
        proposals.length > 0
          ? { kind: "several", proposals }
          : { kind: "nothing", reasoning: "No run of the batch was better than the others." },
      );
    },
  };
}

/** A set for each parameter of demonstrations. @param random draws it; null for the best ones */
function valuesOf(
  { parameters, feedback }: Problem,
  random: (() => number) | null,
): Readonly<Record<string, readonly Demonstration[]>> {
  return Object.fromEntries(parameters.flatMap((parameter) => {
    const max = maxDemonstrations(parameter.jsonSchema);
    if (max === undefined) return [];
    const present = parameter.value as readonly Demonstration[]; // as: its schema has checked it
    const found = distinct([...bestOf(demonstrationsIn(feedback, parameter)), ...present]);
    if (found.length === 0) return [];
    const chosen = random === null
      ? found.slice(0, max)
      : shuffled(found, random).slice(0, 1 + Math.floor(random() * max));
    return [[parameter.name, chosen]];
  }));
}

/** The demonstrations of the steps that take a parameter, with the lowest score of the outputs that each led to. */
function demonstrationsIn(
  { graph: { nodes }, outputs }: FeedbackGraph,
  { name }: ParameterState,
): readonly Found[] {
  const scores = nodes.map(() => Infinity);
  for (const { node, feedback } of outputs) {
    scores[node] = Math.min(scores[node]!, feedback.score ?? -Infinity); // a place of the graph
  }
  for (const [place, node] of [...nodes.entries()].reverse()) {
    for (const source of sourcesOf(node)) {
      scores[source] = Math.min(scores[source]!, scores[place]!); // as above
    }
  }
  return nodes.flatMap((node, place) => {
    const isUser = node.kind === "message" &&
      node.inputs.some((input) => isNamed(nodes[input.node], name));
    const score = scores[place]!; // as above
    const demonstration = isUser && Number.isFinite(score)
      ? demonstrationOf(node, nodes)
      : undefined;
    return demonstration === undefined ? [] : [{ demonstration, score }];
  });
}

function isNamed(node: NodeData | undefined, name: string): boolean {
  return node?.kind === "parameter" && node.name === name;
}

/** A step's inputs besides parameters, and its output; undefined where one is not whole, or it is too long. */
function demonstrationOf(
  { inputs, value }: NodeData,
  nodes: readonly NodeData[],
): Demonstration | undefined {
  const given = inputs.map((input) => ({ name: input.name, of: nodes[input.node]! })) // a place of the graph
    .filter(({ of }) => of.kind !== "parameter");
  const isWhole = [value, ...given.map(({ of }) => of.value)].every(({ kind }) => kind === "exact");
  if (!isWhole) return undefined;
  const input = Object.fromEntries(given.map(({ name, of }) => [name, decodeValue(of.value)]));
  const demonstration = { input, output: decodeValue(value) };
  const { length } = printValue(demonstration, maxLength + 1);
  return length > maxLength ? undefined : demonstration;
}

/** Those above the mean score, best first; none where all scores are the same. */
function bestOf(found: readonly Found[]): readonly Demonstration[] {
  const mean = found.reduce((sum, { score }) => sum + score, 0) / found.length;
  return found.filter(({ score }) => score > mean)
    .toSorted((one, other) => ascending(other.score, one.score))
    .map(({ demonstration }) => demonstration);
}

/** One for each input, the last given. */
function distinct(all: readonly Demonstration[]): readonly Demonstration[] {
  return [...new Map(all.map((each) => [printValue(each.input, Infinity), each])).values()];
}
