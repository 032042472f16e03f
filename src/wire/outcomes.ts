/**
 * The other results of an evaluator in messages between processes: texts, drawings and exported agents.
 *
 * @module
 */
import { drawingIn } from "../trainer/drawing.ts";
import type { AgentModule, ExampleDrawing, ExampleText } from "../trainer/evaluator.ts";
import { readExample } from "./request.ts";
import { fieldsOf, optional, type Read, record, tagged, text } from "./shape.ts";

const maxText = 1_000_000;
const maxModule = 4_000_000;

const exampleText: Read<ExampleText> = record({
  input: text(maxText),
  expected: optional(text(maxText)),
});

const agentModule: Read<AgentModule> = tagged({
  module: record({ text: text(maxModule) }),
  missing: record({ reason: text(maxText) }),
});

/** The text of an example, which is its own encoding. @throws {TypeError} for another shape */
export function decodeExampleText(json: unknown): ExampleText {
  return exampleText(json, "example");
}

/** An exported agent, which is its own encoding. @throws {TypeError} for another shape */
export function decodeAgentModule(json: unknown): AgentModule {
  return agentModule(json, "module");
}

/** A drawing, which is its own encoding. @throws {TypeError} for another shape */
export function decodeDrawing(json: unknown): ExampleDrawing | null {
  if (json === null) return null;
  const { example, drawing, reason } = fieldsOf(json, "drawing");
  const of = readExample(example, "drawing.example");
  return drawing === undefined
    ? { example: of, reason: text(maxText)(reason, "drawing.reason") }
    : { example: of, drawing: drawingIn(drawing) };
}
