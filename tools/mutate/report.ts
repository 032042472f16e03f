/**
 * Writes the result of a mutation run as text.
 *
 * @module
 */
import type { Mutant } from "./mutant.ts";
import type { MutantResult } from "./results.ts";

/** Scores of rooms, then each mutant that no test noticed. */
export function reportText(
  results: readonly MutantResult[],
  equivalents: ReadonlyMap<string, string>,
): string {
  const rooms = [...new Set(results.map(({ room }) => room))];
  const scores = rooms.map((room) =>
    scoreLine(room, results.filter((one) => one.room === room), equivalents)
  );
  const survivors = results.filter((result) => !isCaught(result) && !equivalents.has(result.id))
    .sort((a, b) => a.file < b.file ? -1 : a.file > b.file ? 1 : a.line - b.line);
  return [
    ...survivors.map((one) =>
      mutantText(one, one.outcome === "untested" ? ", no test reaches it" : "")
    ),
    "",
    ...scores,
  ].join("\n");
}

function scoreLine(
  room: string,
  results: readonly MutantResult[],
  equivalents: ReadonlyMap<string, string>,
): string {
  const judged = results.filter((result) => isCaught(result) || !equivalents.has(result.id));
  const caught = judged.filter(isCaught).length;
  const timeouts = judged.filter(({ outcome }) => outcome === "timeout").length;
  const untested = judged.filter(({ outcome }) => outcome === "untested").length;
  const score = judged.length === 0 ? "–" : `${(100 * caught / judged.length).toFixed(1)} %`;
  return `${room}: ${score} (${caught} of ${judged.length} caught, ${timeouts} of them by the deadline; ` +
    `${judged.length - caught} survived, ${untested} of them reached by no test; ` +
    `${results.length - judged.length} equivalent)`;
}

/** A mutant with its line before and after. */
export function mutantText(
  { id, file, line, mutator, before, after }: Mutant | MutantResult,
  note = "",
): string {
  return `${id} ${file}:${line} ${mutator}${note}\n  - ${before}\n  + ${after}`;
}

function isCaught({ outcome }: MutantResult): boolean {
  return outcome === "caught" || outcome === "timeout";
}
