/**
 * Reads the candidates of a history as members of a population of programs.
 *
 * @module
 */
import type { ParameterState, Values } from "../../problem/problem.ts";
import type { Trial } from "../../problem/trial.ts";
import {
  type ExampleScores,
  exampleScores,
  leadOf,
  usualScores,
} from "../../problem/trial_lead.ts";
import { differenceOf, meanOf } from "../../propagate/mean.ts";
import { seedOf } from "../../seeds.ts";
import { codeFacts, factsOf } from "./code_varier.ts";

/** What is read from one trial alone. */
interface Measured {
  /** Short, and the same wherever the values are. */
  readonly id: string;
  readonly trial: Trial;
  /** Equal for candidates that differ in their numbers alone. */
  readonly form: string;
  /** Statements and expressions of its code. */
  readonly size: number;
  /** By example; none when it failed. */
  readonly scores: ExampleScores;
  /** Mean distance of its scores from their mean; infinite for fewer than three. */
  readonly unevenness: number;
  /** Equal for candidates that did the same on the same examples. */
  readonly signature: string;
  /** Equal for candidates that surely do the same. */
  readonly behaviour: string;
}

/** A candidate that did not fail. */
export interface Member extends Measured {
  /** Its mean lead over accepted candidates on the examples it met, less for few examples. */
  readonly rating: number;
}

/** The candidates of a history. */
export interface Population {
  /** Those that did not fail, oldest first. */
  readonly members: readonly Member[];
  readonly byId: ReadonlyMap<string, Member>;
  /** By the behaviours of all that were tried: the member; null for one that failed. */
  readonly byBehaviour: ReadonlyMap<string, Member | null>;
  /** The lead of a member on each example that it met. */
  leadsOf(member: Member): ReadonlyMap<string, number>;
}

/** Reads a history. @param parameters those of the problem */
export async function populationOf(
  history: readonly Trial[],
  parameters: readonly ParameterState[],
): Promise<Population> {
  const codes = parameters.filter(({ kind }) => kind === "code");
  const fresh = history.filter((trial) => !measurements.has(trial));
  await codeFacts(codes.flatMap(({ name }) => fresh.map(({ values }) => String(values[name]))));
  const measured = history.map((trial) => measuredOf(trial, parameters));
  const usual = usualScores(measured);
  const members = measured.filter(({ scores }) => scores.length > 0)
    .map((one): Member => ({ ...one, rating: ratingOf(one.scores, usual) }));
  return {
    members,
    byId: new Map(members.map((member) => [member.id, member])),
    byBehaviour: new Map<string, Member | null>([
      ...measured.map(({ behaviour }) => [behaviour, null] as const),
      ...members.map((member) => [member.behaviour, member] as const),
    ]),
    leadsOf: ({ scores }) =>
      new Map(
        scores.map(([example, score]) => [
          example,
          differenceOf(score, usual.get(example) ?? score),
        ]),
      ),
  };
}

/**
 * Examples without a difference that are added to those that a candidate met: the best of many that met four examples was mostly
 * lucky.
 */
const doubt = 8;

function ratingOf(scores: ExampleScores, usual: ReadonlyMap<string, number>): number {
  return leadOf(scores, usual) * (scores.length + 1) / (scores.length + doubt);
}

const measurements = new WeakMap<Trial, Measured>();

function measuredOf(trial: Trial, parameters: readonly ParameterState[]): Measured {
  const known = measurements.get(trial);
  if (known) return known;
  const scores = exampleScores(trial);
  const measured = {
    id: idOf(trial),
    trial,
    scores,
    unevenness: unevennessOf(scores),
    signature: scores.map(([example, score]) => `${example}=${score}`).sort().join(),
    ...describeValues(trial.values, parameters),
  };
  measurements.set(trial, measured);
  return measured;
}

function unevennessOf(scores: ExampleScores): number {
  if (scores.length < 3) return Infinity;
  const values = scores.map(([, score]) => score);
  const mean = meanOf(values);
  return meanOf(values.map((value) => Math.abs(differenceOf(value, mean))));
}

const ids = new WeakMap<Trial, string>();

/** A short text that is equal for trials of equal values. */
export function idOf(trial: Trial): string {
  const known = ids.get(trial) ?? makeId(trial.values);
  ids.set(trial, known);
  return known;
}

function makeId(values: Values): string {
  const text = JSON.stringify(
    Object.entries(values).sort(([one], [other]) => one < other ? -1 : 1),
  );
  return seedOf(text).toString(36) + (seedOf("id", text) % 46_656).toString(36);
}

/** What is known of a candidate without a measurement; facts about its codes must have been found before. */
export function describeValues(
  values: Values,
  parameters: readonly ParameterState[],
): Pick<Member, "behaviour" | "form" | "size"> {
  const parts = parameters.map(({ name, kind }) => {
    if (kind !== "code") {
      const text = JSON.stringify(values[name]) ?? "";
      return { behaviour: text, form: text, size: 0 };
    }
    const source = String(values[name]);
    return factsOf(source) ?? { behaviour: source, form: source, size: source.length };
  });
  return {
    behaviour: parts.map(({ behaviour }) => behaviour).join("\n"),
    form: parts.map(({ form }) => form).join("\n"),
    size: parts.reduce((sum, { size }) => sum + size, 0),
  };
}
