/**
 * Examples from a file with comma-separated values.
 *
 * @module
 */
import { TaskError } from "../errors.ts";
import { messageOf } from "../message_of.ts";
import { exampleIn, requireFewRows } from "./data_row.ts";
import type { GivenExample } from "./define_task.ts";

/** A row of a CSV file: its texts by column. */
export type CsvRow = Readonly<Record<string, string>>;

/**
 * Reads examples from a CSV file (RFC 4180) whose first row names the columns; empty lines are skipped. At most 64 MB and a
 * million rows.
 *
 * @param url absolute; `import.meta.resolve("./train.csv")` is the file beside the task
 * @param map makes an example of a row; all values of a row are texts
 * @throws {TaskError} with file and line, when the file is no CSV, a row has too many or too few values, or `map` throws or
 * gives no input
 *
 * @example
 * ```ts
 * import { csv } from "@opto/opto";
 * import { assertEquals } from "@std/assert";
 *
 * const url = "data:text/csv,question,answer%0A2 + 2,4%0A"; // in a task file: import.meta.resolve("./train.csv")
 * const rows = await csv(url, ({ question, answer }) => ({ input: question, expected: Number(answer) }));
 * assertEquals(rows, [{ input: "2 + 2", expected: 4 }]);
 * ```
 */
export async function csv<Row extends GivenExample>(
  url: string | URL,
  map: (row: CsvRow) => Row,
): Promise<Row[]> {
  const { readDataFile } = await import("./data_file.ts"); // most tasks read no file
  const { name: file, text } = await readDataFile(url);
  const [columns = [], ...rows] = await recordsOf(file, text);
  const lines = recordLines(text).slice(1);
  requireFewRows(file, rows.length);
  const duplicate = columns.find((column, i) => columns.indexOf(column) !== i);
  if (duplicate !== undefined) {
    throw new TaskError(`Cannot read ${file} as CSV: two columns have the name "${duplicate}"`, {
      advice: "Give each column a name of its own in the first row.",
    });
  }
  const advice = `Make { input, expected } of the columns ${columns.join(", ")}.`;
  return rows.map((values, i) => {
    const make = () => {
      if (values.length === columns.length) return map(rowOf(columns, values));
      throw new Error(`received ${values.length} values for ${columns.length} columns`);
    };
    return exampleIn({ file, line: lines[i] ?? 0 }, make, advice) as Row; // as: `make` gave it
  });
}

function rowOf(columns: readonly string[], values: readonly string[]): CsvRow {
  return Object.fromEntries(columns.map((column, i) => [column, values[i] ?? ""]));
}

async function recordsOf(file: string, text: string): Promise<readonly (readonly string[])[]> {
  const { parse } = await import("@std/csv/parse");
  try {
    return parse(text);
  } catch (cause) {
    const [, place = ""] = /parse error on line (\d+)/.exec(messageOf(cause)) ?? [];
    throw new TaskError(`Cannot read ${file}${place && `:${place}`} as CSV: ${messageOf(cause)}`, {
      cause,
      advice:
        'Write a value with commas, quotes or line ends in quotes, and a quote in it twice: """".',
    });
  }
}

/**
 * The lines on which records begin, from 1; the parser does not tell them. A record goes on in the next line while a quote is
 * open: while the number of its quotes is odd.
 */
function recordLines(text: string): readonly number[] {
  const starts: number[] = [];
  let isOpen = false;
  for (const [i, line] of text.split(/\r?\n/).entries()) {
    if (!isOpen && line !== "") starts.push(i + 1);
    if ((line.split('"').length - 1) % 2 === 1) isOpen = !isOpen;
  }
  return starts;
}
