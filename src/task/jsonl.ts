/**
 * Examples from a file with one JSON object per line.
 *
 * @module
 */
import { exampleIn, requireFewRows } from "./data_row.ts";
import type { GivenExample } from "./define_task.ts";

/**
 * Reads examples from a file with one JSON object `{ "input": …, "expected": … }` per line (JSON Lines); empty lines are
 * skipped. At most 64 MB and a million lines. `Row` is a promise about the file: only that each line has an input is
 * checked.
 *
 * @param url absolute; `import.meta.resolve("./train.jsonl")` is the file beside the task
 * @throws {TaskError} with file and line, when a line is no example
 *
 * @example
 * ```ts
 * import { defineTask, exactMatch, jsonl, parameter } from "@opto/opto";
 * import { assertEquals } from "@std/assert";
 *
 * const url = await Deno.makeTempFile({ suffix: ".jsonl" }).then((path) => new URL(`file://${path}`));
 * await Deno.writeTextFile(url, '{ "input": 2, "expected": 6 }\n{ "input": 3, "expected": 9 }\n');
 *
 * const task = defineTask({
 *   name: "triple",
 *   agent: () => {
 *     const factor = parameter(1, { name: "factor" });
 *     return { factor, forward: (x: number) => factor.mul(x) };
 *   },
 *   // In a task file: jsonl(import.meta.resolve("./train.jsonl"))
 *   examples: async () => ({ train: await jsonl<{ input: number; expected: number }>(url) }),
 *   guide: exactMatch(),
 * });
 * assertEquals(task.name, "triple");
 * await Deno.remove(url);
 * ```
 */
export async function jsonl<Row extends GivenExample = GivenExample>(
  url: string | URL,
): Promise<Row[]> {
  const { readDataFile } = await import("./data_file.ts"); // most tasks read no file
  const { name: file, text } = await readDataFile(url);
  const lines = text.split("\n");
  requireFewRows(file, lines.length);
  return lines.flatMap((line, i) =>
    line.trim() === ""
      ? []
      // as: the type of rows is the caller's promise
      : [exampleIn({ file, line: i + 1 }, () => JSON.parse(line), advice) as Row]
  );
}

const advice = 'Write one JSON object per line: { "input": …, "expected": … }.';
