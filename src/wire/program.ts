/**
 * Programs and the results of their calls in messages between processes: the port `CodeRunner` as data.
 *
 * @module
 */
import type { CallResult } from "../../sandbox/protocol.ts";
import type { Program, Unit, Use } from "../trace/code_runner.ts";
import { readValue } from "../trace/data/exact_value.ts";
import {
  anything,
  byName,
  list,
  oneOf,
  optional,
  type Read,
  record,
  tagged,
  text,
} from "./shape.ts";
import { type Origin, readWire, writeWire } from "./value.ts";

const maxName = 1_000;
const maxSource = 1_000_000;
const maxUnits = 200;
const maxUses = 200;

/** The program as JSON. @throws {TypeError} when a value that it uses is no plain data */
export function encodeProgram(program: Program): unknown {
  return writeWire(program);
}

/** The program of JSON. @throws {TypeError} that names the first wrong part */
export function decodeProgram(json: unknown, origin: Origin = "untrusted"): Program {
  return readProgram(readWire(json, origin), "program");
}

const readUse: Read<Use> = tagged({
  unit: record({ unit: text(maxName) }),
  tool: record({ tool: text(maxName) }),
  data: record({ value: anything }),
});

const readUnit: Read<Unit> = record({
  id: text(maxName),
  kind: oneOf("trainable", "sandboxed"),
  entry: text(maxName),
  source: text(maxSource),
  original: text(maxSource),
  uses: byName(readUse, maxUses),
  libraries: optional(byName(text(maxName), maxUses)),
});

const readProgram: Read<Program> = record({
  units: list(readUnit, maxUnits),
  entry: text(maxName),
});

/** Results of calls as JSON. @throws {TypeError} when a value is no plain data */
export function encodeResults(results: readonly CallResult[]): unknown {
  return writeWire(results);
}

/** The results of JSON that the host of the sandboxes wrote; they hold patterns as data, as they came out of a sandbox. */
export function decodeResults(json: unknown): readonly CallResult[] {
  return readValue(json) as readonly CallResult[]; // as: the host has checked them
}
