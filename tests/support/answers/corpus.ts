/**
 * Answers as models write them, in files, and what has to come of each.
 *
 * A file holds answers to one task, each after a line `=== <model: form>` and its wanted outcome:
 *
 * - `> rate = 0.9`: the value that is applied
 * - `> policy(3, 4) = 12`: the code that is applied, by what it returns
 * - `> refused: text`: a refusal, whose reason holds the text; beside applied values for an answer that is good in part
 * - `> nothing`: no change, and no refusal
 * - `> length`: the server says that the answer was cut off
 *
 * @module
 */

/** One answer. */
export interface CorpusAnswer {
  readonly id: string;
  readonly text: string;
  readonly isCut: boolean;
  readonly wanted: readonly string[];
}

const folder = new URL("../../optimizer/corpus/", import.meta.url);

/** The answers of a task. */
export async function corpusOf(task: string): Promise<readonly CorpusAnswer[]> {
  const text = await Deno.readTextFile(new URL(`${task}.txt`, folder));
  return text.split(/^=== /m).slice(1).map((part) => {
    const [id = "", ...lines] = part.replace(/\n$/, "").split("\n");
    const start = lines.findIndex((line) => !line.startsWith("> "));
    const head = (start < 0 ? lines : lines.slice(0, start)).map((line) => line.slice(2));
    return {
      id,
      text: start < 0 ? "" : lines.slice(start).join("\n"),
      isCut: head.includes("length"),
      wanted: head.filter((line) => line !== "length"),
    };
  });
}
