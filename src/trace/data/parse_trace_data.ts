/**
 * Parses a trace graph of unknown origin: checks and bounds all of it, runs no code from it.
 *
 * @module
 */
import type { ConsoleLine, StatementEvent } from "../../../sandbox/protocol.ts";
import { maxInnerDepth } from "./describe_graph.ts";
import type { Failure } from "../failure.ts";
import type { NodeData, OperatorData, TraceData, ValueData } from "./graph_data.ts";
import type { ValueLimits } from "../../../sandbox/value/limits.ts";
import { readValue } from "./exact_value.ts";

/** Bounds of an accepted graph. */
export interface TraceDataBounds {
  /** Maximum number of nodes, including inner graphs. @default 1_000_000 */
  readonly maxNodes?: number;
  /** Maximum characters of one name. @default 1_000 */
  readonly maxNameLength?: number;
  /** Maximum characters of one text: documentation, preview, console line. @default 100_000 */
  readonly maxTextLength?: number;
}

/**
 * Checks unknown data and returns it as a trace graph of new records, without unknown fields.
 *
 * @param data for example a result of `JSON.parse`
 * @param bounds the accepted sizes
 * @throws {TypeError} that names the first wrong part by its path
 *
 * @example
 * ```ts
 * import { assertThrows } from "@std/assert";
 * import { parseTraceData } from "@opto/opto/trace";
 * assertThrows(() => parseTraceData({ version: 2, nodes: [] }), TypeError, '"version"');
 * ```
 */
export function parseTraceData(data: unknown, bounds: TraceDataBounds = {}): TraceData {
  return parseClaimedTrace(data, bounds);
}

/** As `parseTraceData`. @param limits of each value @throws {TypeError} for a value over them, too */
export function parseClaimedTrace(
  data: unknown,
  bounds: TraceDataBounds,
  limits?: ValueLimits,
): TraceData {
  return new Parser(bounds, limits).graph(data, "", 0);
}

type Fields = Readonly<Record<string, unknown>>;

class Parser {
  #nodesLeft: number;
  readonly #maxName: number;
  readonly #maxText: number;
  readonly #values: { readonly limits?: ValueLimits };

  constructor(
    { maxNodes = 1_000_000, maxNameLength = 1_000, maxTextLength = 100_000 }: TraceDataBounds,
    limits: ValueLimits | undefined,
  ) {
    this.#values = limits === undefined ? {} : { limits };
    this.#nodesLeft = maxNodes;
    this.#maxName = maxNameLength;
    this.#maxText = maxTextLength;
  }

  graph(data: unknown, path: string, depth: number): TraceData {
    const fields = record(data, path || "graph");
    if (fields.version !== 1) {
      throw refuse(`${path}version`, "version 1 of a trace graph", fields.version);
    }
    if (depth > maxInnerDepth) {
      throw refuse(`${path}inner`, `a graph at most ${maxInnerDepth} deep`, data);
    }
    const items = list(fields.nodes, `${path}nodes`);
    this.#nodesLeft -= items.length;
    if (this.#nodesLeft < 0) {
      throw refuse(`${path}nodes`, "an acceptable number of nodes", items.length);
    }
    const names = new Set<string>();
    const nodes = items.map((item, place) => {
      const node = this.#node(item, `${path}nodes[${place}].`, place, depth);
      if (names.has(node.name)) {
        throw refuse(`${path}nodes[${place}].name`, "a name of its own", node.name);
      }
      names.add(node.name);
      return node;
    });
    return { version: 1, nodes };
  }

  #node(data: unknown, path: string, place: number, depth: number): NodeData {
    const fields = record(data, path);
    const kind = oneOf(fields.kind, ["value", "parameter", "message", "exception"], `${path}kind`);
    const isMade = kind === "message" || kind === "exception";
    const inputs = list(fields.inputs, `${path}inputs`).map((item, i) => {
      const at = `${path}inputs[${i}].`;
      const input = record(item, at);
      return {
        name: this.#name(input.name, `${at}name`),
        node: earlier(input.node, place, `${at}node`),
      };
    });
    if (!isMade && inputs.length > 0) {
      throw refuse(`${path}inputs`, `those of a ${kind}, which has none`, inputs.length);
    }
    const name = this.#name(fields.name, `${path}name`);
    if (kind === "parameter" && (name === "" || name.includes(":"))) {
      throw refuse(`${path}name`, "the name of a parameter", name);
    }
    return {
      kind,
      name,
      value: this.#value(fields.value, `${path}value`),
      ...optional("description", fields, (value) => this.#text(value, `${path}description`)),
      ...optional("code", fields, (value) => this.#code(value, `${path}code`)),
      ...(isMade ? { operator: this.#operator(fields.operator, `${path}operator`) } : {}),
      inputs,
      ...optional("uses", fields, (value) => {
        return list(value, `${path}uses`).map((item, i) =>
          earlier(item, place, `${path}uses[${i}]`)
        );
      }),
      ...optional("failure", fields, (value) => this.#failure(value, `${path}failure`)),
      ...optional("inner", fields, (value) => this.graph(value, `${path}inner.`, depth + 1)),
      ...optional("statements", fields, (value) => {
        return list(value, `${path}statements`).map((item, i) =>
          this.#statement(item, `${path}statements[${i}]`)
        );
      }),
      ...optional("console", fields, (value) => {
        return list(value, `${path}console`).map((item, i) =>
          this.#line(item, `${path}console[${i}]`)
        );
      }),
      ...optional("callCounts", fields, (value) => {
        const entries = Object.entries(record(value, `${path}callCounts`));
        return Object.fromEntries(
          entries.map((
            [callee, n],
          ) => [this.#name(callee, `${path}callCounts`), count(n, `${path}callCounts`)]),
        );
      }),
      ...optional("isTruncated", fields, (value) => flag(value, `${path}isTruncated`)),
    };
  }

  #value(data: unknown, path: string): ValueData {
    const fields = record(data, path);
    const kind = oneOf(fields.kind, ["exact", "preview"], `${path}.kind`);
    const type = this.#name(fields.type, `${path}.type`);
    if (kind === "preview") return { kind, type, text: this.#text(fields.text, `${path}.text`) };
    try {
      readValue(fields.json, this.#values);
    } catch (cause) {
      throw new TypeError(
        `Cannot read "${path}.json" as a tagged value: ${(cause as Error).message}`,
        { cause },
      ); // thrown by our own reader
    }
    return { kind, type, json: fields.json };
  }

  #operator(data: unknown, path: string): OperatorData {
    const fields = record(data, path);
    return {
      name: this.#name(fields.name, `${path}.name`),
      documentation: this.#text(fields.documentation, `${path}.documentation`),
    };
  }

  #code(data: unknown, path: string): { entry: string; signature: string } {
    const fields = record(data, path);
    return {
      entry: this.#name(fields.entry, `${path}.entry`),
      signature: this.#text(fields.signature, `${path}.signature`),
    };
  }

  #failure(data: unknown, path: string): Failure {
    const fields = record(data, path);
    return {
      kind: oneOf(fields.kind, ["thrown", "timeout", "crashed", "refused"], `${path}.kind`),
      name: this.#text(fields.name, `${path}.name`),
      message: this.#text(fields.message, `${path}.message`),
      full: this.#text(fields.full, `${path}.full`),
      ...optional("place", fields, (value) => {
        const place = record(value, `${path}.place`);
        return {
          file: this.#text(place.file, `${path}.place.file`),
          line: count(place.line, `${path}.place.line`),
        };
      }),
      ...optional("limitMs", fields, (value) => {
        if (typeof value === "number" && value >= 0) return value;
        throw refuse(`${path}.limitMs`, "milliseconds", value);
      }),
    };
  }

  #statement(data: unknown, path: string): StatementEvent {
    const fields = record(data, path);
    return {
      unit: this.#text(fields.unit, `${path}.unit`),
      line: count(fields.line, `${path}.line`),
      kind: oneOf(
        fields.kind,
        ["assign", "branch", "loop", "return", "throw", "catch"],
        `${path}.kind`,
      ),
      label: this.#text(fields.label, `${path}.label`),
      ...optional("value", fields, (value) => this.#text(value, `${path}.value`)),
      count: count(fields.count, `${path}.count`),
    };
  }

  #line(data: unknown, path: string): ConsoleLine {
    const fields = record(data, path);
    return {
      level: oneOf(fields.level, ["debug", "log", "info", "warn", "error"], `${path}.level`),
      text: this.#text(fields.text, `${path}.text`),
    };
  }

  #name(value: unknown, path: string): string {
    return string(value, this.#maxName, path);
  }

  #text(value: unknown, path: string): string {
    return string(value, this.#maxText, path);
  }
}

function refuse(path: string, as: string, received: unknown): TypeError {
  const text = typeof received === "string"
    ? JSON.stringify(received.slice(0, 80))
    : typeof received === "number" || typeof received === "boolean"
    ? String(received)
    : received === null
    ? "null"
    : typeof received;
  return new TypeError(`Cannot read "${path.replace(/\.$/, "")}" as ${as}: received ${text}`);
}

function record(value: unknown, path: string): Fields {
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw refuse(path, "a record", value);
  }
  return value as Fields; // an object of unknown fields
}

function list(value: unknown, path: string): readonly unknown[] {
  if (!Array.isArray(value)) throw refuse(path, "a list", value);
  return value;
}

function string(value: unknown, limit: number, path: string): string {
  if (typeof value !== "string") throw refuse(path, "text", value);
  if (value.length > limit) throw refuse(path, `text of at most ${limit} characters`, value.length);
  return value;
}

function oneOf<const T extends string>(value: unknown, allowed: readonly T[], path: string): T {
  const found = allowed.find((item) => item === value);
  if (found === undefined) throw refuse(path, `one of ${allowed.join(", ")}`, value);
  return found;
}

function count(value: unknown, path: string): number {
  if (typeof value !== "number" || !Number.isSafeInteger(value) || value < 0) {
    throw refuse(path, "a count", value);
  }
  return value;
}

function earlier(value: unknown, place: number, path: string): number {
  const earlier = count(value, path);
  if (earlier >= place) throw refuse(path, "the place of an earlier node", value);
  return earlier;
}

function flag(value: unknown, path: string): boolean {
  if (typeof value !== "boolean") throw refuse(path, "true or false", value);
  return value;
}

/** Reads a field when it is present; throws when its value is wrong. */
function optional<K extends string, V>(
  key: K,
  fields: Fields,
  read: (value: unknown) => V,
): { [P in K]?: V } {
  const made: { [P in K]?: V } = {};
  if (Object.hasOwn(fields, key) && fields[key] !== undefined) made[key] = read(fields[key]);
  return made;
}
