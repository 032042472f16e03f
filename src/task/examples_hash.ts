/**
 * Hash of the examples of a task.
 *
 * @module
 */
import { createHash } from "node:crypto";
import { printValue } from "../trace/print_value.ts";
import { canonicalJson } from "../trainer/canonical_json.ts";
import type { ExamplesBySplit } from "./examples.ts";

/** Maximum characters of an example that is not plain data and is told apart by its print. */
const maxPrintLength = 100_000;

/** SHA-256 of all examples in order, in hexadecimal digits; equal data has equal hashes. */
export function hashOfExamples(examples: ExamplesBySplit): string {
  const hash = createHash("sha256");
  for (const [split, list] of Object.entries(examples)) {
    hash.update(`${split}\n`);
    for (const example of list) hash.update(`${contentOf(example)}\n`);
  }
  return hash.digest("hex");
}

function contentOf(example: object): string {
  try {
    return canonicalJson({ ...example });
  } catch (error) {
    if (!(error instanceof TypeError)) throw error; // not plain data: a workflow of the host may take anything
    return printValue(example, maxPrintLength);
  }
}
