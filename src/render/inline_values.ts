/**
 * Chooses the values that are written inline, at their use.
 *
 * @module
 */
import type { TraceData, ValueData } from "../trace/data/graph_data.ts";
import { decodeValue } from "../trace/data/value_data.ts";
import { container } from "../trace/operators/collection.ts";
import { dataText } from "./value_text.ts";

/** Longer values are listed. */
const maxLength = 20;

const noPlaces: ReadonlySet<number> = new Set();

/**
 * The inline constants of a program, by place: short values without a description, used once by one step.
 *
 * @param options places of the nodes with feedback, and of others that keep their names
 */
export function inlineValues(
  { nodes }: TraceData,
  { outputs, named = noPlaces }: {
    readonly outputs: readonly number[];
    readonly named?: ReadonlySet<number>;
  },
): ReadonlyMap<number, string> {
  const timesUsed = new Float64Array(nodes.length);
  for (const { inputs, uses } of nodes) {
    for (const { node } of inputs) timesUsed[node]! += 1; // places of the graph
    uses?.forEach((place) => timesUsed[place]! += 2); // a hidden use needs the name
  }
  for (const place of outputs) timesUsed[place]! += 2; // as above
  const texts = new Map<number, string>();
  for (const [place, { kind, value, description }] of nodes.entries()) {
    if (kind !== "value" || description !== undefined || timesUsed[place] !== 1) continue;
    if (named.has(place)) continue;
    const text = dataText(value, maxLength + 1);
    if (text.length <= maxLength && !text.includes("\n")) texts.set(place, text);
  }
  return texts;
}

/** A field of a value up to this length is written at its use: the value itself shows what is in it. */
const maxWhole = 80;

/**
 * The fields that are read of shown values, by place: `state3.x`, for steps that only read them.
 *
 * @param outputs places of the nodes with feedback, which keep their names
 * @param inline the inline values
 */
export function inlineFields(
  { nodes }: TraceData,
  outputs: readonly number[],
  inline: ReadonlyMap<number, string>,
): ReadonlyMap<number, string> {
  const judged = new Set(outputs);
  const hidden = new Set(nodes.flatMap(({ uses = [] }) => uses));
  const texts = new Map<number, string>();
  for (const [place, node] of nodes.entries()) {
    const [of, key] = node.inputs;
    if (judged.has(place) || hidden.has(place) || of === undefined || key === undefined) continue;
    const { operator, kind, description } = node;
    if (kind !== "message" || description !== undefined) continue;
    if (operator?.name !== "get" || operator.documentation !== container.get[0]) continue;
    const whole = nodes[of.node]!; // a place of the graph
    const field = fieldText(nodes[key.node]!.value); // as above
    const isWhole = (whole.value.type === "record" || whole.value.type === "array") &&
      !inline.has(of.node) &&
      dataText(whole.value, maxWhole + 1).length <= maxWhole;
    if (isWhole && field !== undefined) {
      texts.set(place, `${texts.get(of.node) ?? whole.name}${field}`);
    }
  }
  return texts;
}

function fieldText(data: ValueData): string | undefined {
  const key = data.kind === "exact" ? decodeValue(data) : undefined;
  if (typeof key === "number") return `[${key}]`;
  if (typeof key !== "string" || key.length > maxLength) return undefined;
  return /^[A-Za-z_$][\w$]*$/.test(key) ? `.${key}` : `[${JSON.stringify(key)}]`;
}
