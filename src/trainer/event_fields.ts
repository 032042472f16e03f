/**
 * Checks that a parsed line has the fields of an event.
 *
 * @module
 */
import { messageOf } from "../message_of.ts";
import { isRecord } from "../record.ts";
import { drawingIn } from "./drawing.ts";
import type { RunEvent } from "./event.ts";

/** The fault of a value; undefined when it is right. @param name of the value, for the message */
type Check = (value: unknown, name: string) => string | undefined;

/** Checks by field. */
type Fields = Readonly<Record<string, Check>>;

const text = ofKind("a text", (value) => typeof value === "string");
const number = ofKind("a number", (value) => typeof value === "number");
const share = ofKind("a number from 0 to 1", isShare);
const score = ofKind("a number or null", (value) => value === null || typeof value === "number");
const flag = ofKind("true or false", (value) => typeof value === "boolean");
const list = ofKind("a list", Array.isArray);
const data = ofKind("a record", isRecord);

const floats = ofKind("base64 of numbers of four bytes", isFloats);

const example = record({ split: text, index: number });
const spent = record({ calls: number, promptTokens: number, completionTokens: number, usd: score });
const parameters = listOf(record({ name: text, kind: text }));
const rejections = listOf(record({ parameter: text, reason: text }));
const graph = record({ graph: record({ nodes: list }), outputs: list });
const task = record({
  name: text,
  objective: text,
  parameters,
  examples: record({ train: number, validation: number, test: number }),
});

function isShare(value: unknown): boolean {
  return typeof value === "number" && value >= 0 && value <= 1;
}

function isFloats(value: unknown): boolean {
  if (typeof value !== "string") return false;
  try {
    return Uint8Array.fromBase64(value).length % Float32Array.BYTES_PER_ELEMENT === 0;
  } catch {
    return false;
  }
}

/** Drawings in which every shape is checked: a report draws them. */
function drawings(value: unknown, name: string): string | undefined {
  return listOf(record({ example }))(value, name) ?? faultOf(() => {
    for (const each of value as readonly object[]) { // as: a list of records
      if ("drawing" in each) drawingIn(each.drawing);
    }
  }, name);
}

function faultOf(check: () => void, name: string): string | undefined {
  try {
    check();
    return undefined;
  } catch (error) {
    return `"${name}": ${messageOf(error)}`;
  }
}

/** The fields that readers rely on, by type of event; further ones are passed on. */
const fieldsOf: { readonly [Type in RunEvent["type"]]: Fields } = {
  started: {
    task,
    taskSource: optional(text),
    seed: number,
    optimizer: text,
    trainer: text,
    steps: number,
    batchSize: number,
    prompts: optional(data),
    baseline: optional(text),
    agentModel: optional(text),
    budget: data,
    candidate: text,
    at: text,
    fingerprint: optional(data),
    commandOptions: optional(data),
  },
  resumed: {
    step: number,
    at: text,
    seconds: optional(number),
    settings: optional(data),
    commandOptions: optional(data),
  },
  example: { example, input: text, expected: optional(text) },
  evaluated: {
    step: number,
    candidate: text,
    example,
    sample: optional(number),
    score,
    feedback: text,
    metrics: data,
    relaxed: optional(record({ score: number, slacks: floats })),
    output: text,
    error: optional(text),
    unawaited: optional(list),
    feedbackGraph: optional(graph),
    messages: optional(data),
    console: optional(list),
    durationMs: number,
    seconds: optional(number),
  },
  exchange: {
    step: number,
    key: text,
    role: optional(text),
    request: record({ messages: listOf(record({ role: text, content: text })) }),
    response: record({
      text,
      usage: record({ promptTokens: number, completionTokens: number, usd: score }),
    }),
    durationMs: optional(number),
    seconds: optional(number),
  },
  asking: { step: number, role: optional(text), key: optional(text) },
  "model-trouble": {
    step: number,
    kind: text,
    role: optional(text),
    key: optional(text),
    reason: text,
  },
  proposed: {
    step: number,
    proposal: number,
    attempt: number,
    outcome: text,
    candidate: optional(text),
    changes: optional(data),
    rejections,
    isProvisional: optional(flag),
  },
  measured: { step: number, evaluationCost: share, evaluationMs: number, callMs: number },
  confirmed: { step: number, candidate: text, isConfirmed: flag, rejections: optional(rejections) },
  answered: {
    step: number,
    proposal: number,
    suggestions: number,
    tried: optional(listOf(data)),
  },
  compared: {
    step: number,
    candidate: text,
    against: text,
    score,
    againstScore: score,
    isAccepted: flag,
    reason: text,
  },
  decided: {
    step: number,
    candidate: text,
    against: text,
    examples: number,
    difference: score,
    interval: record({ low: score, high: score }),
    variance: optional(number),
    reason: text,
  },
  best: {
    step: number,
    candidate: text,
    score,
    parameters: data,
    agent: optional(data),
    drawings: optional(drawings),
  },
  front: { step: number, candidate: text, score, metrics: data, parameters: data },
  step: { step: number, steps: number, current: score, best: score, spent },
  note: {
    step: number,
    id: text,
    text,
    verdict: optional(text),
    score: optional(number),
    candidate: optional(text),
    at: text,
  },
  warning: { step: number, code: text, message: text },
  finished: {
    stopReason: text,
    initial: record({ score }),
    best: record({ score, step: number, parameters: data }),
    baseline: optional(record({ score, test: score, evaluations: number, usage: data })),
    usage: spent,
    evaluations: number,
    seconds: number,
    runDir: text,
  },
};

/** The reason why a value is no event, naming the field; undefined for an event. */
export function eventFault(value: unknown): string | undefined {
  if (!isRecord(value)) return `a record is needed, received ${kindOf(value)}`;
  const { type } = value;
  if (typeof type !== "string" || !Object.hasOwn(fieldsOf, type)) {
    return `its type is not that of an event: ${JSON.stringify(type)?.slice(0, 80)}`;
  }
  return faultIn(value, fieldsOf[type as RunEvent["type"]], type); // as: a key of the table
}

function ofKind(kind: string, isRight: (value: unknown) => boolean): Check {
  return (value, name) =>
    isRight(value) ? undefined : `"${name}" must be ${kind}, received ${kindOf(value)}`;
}

function optional(check: Check): Check {
  return (value, name) => value === undefined ? undefined : check(value, name);
}

function record(fields: Fields): Check {
  return (value, name) => isRecord(value) ? faultIn(value, fields, name) : data(value, name);
}

function listOf(check: Check): Check {
  return (value, name) => {
    if (!Array.isArray(value)) return list(value, name);
    for (const [index, item] of value.entries()) {
      const fault = check(item, `${name}.${index}`);
      if (fault !== undefined) return fault;
    }
    return undefined;
  };
}

function faultIn(value: Fields | object, fields: Fields, name: string): string | undefined {
  for (const [field, check] of Object.entries(fields)) {
    const fault = check(Reflect.get(value, field), `${name}.${field}`);
    if (fault !== undefined) return fault;
  }
  return undefined;
}

function kindOf(value: unknown): string {
  if (value === undefined) return "nothing";
  return value === null ? "null" : Array.isArray(value) ? "a list" : typeof value;
}
