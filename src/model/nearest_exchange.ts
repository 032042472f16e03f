/**
 * Finds the recorded prompt most similar to an unrecorded one, and their first difference.
 *
 * @module
 */
import { shortText } from "../cut_text.ts";
import { type Exchange } from "./exchange.ts";
import type { ModelRequest } from "./language_model.ts";

/** A sentence for an error message: the most similar recorded prompt, and the first line that differs. */
export function describeNearest(request: ModelRequest, exchanges: readonly Exchange[]): string {
  const asked = linesOf(request);
  let nearest: { index: number; line: number; lines: readonly string[] } | undefined;
  for (const [index, exchange] of exchanges.entries()) {
    const lines = linesOf(exchange.request);
    const line = firstDifference(asked, lines);
    if (nearest === undefined || line > nearest.line) nearest = { index, line, lines };
  }
  if (nearest === undefined) return "; the recording is empty";
  const { index, line, lines } = nearest;
  const place = `; the nearest of ${exchanges.length} is exchange ${index + 1} (key ${
    exchanges[index]?.key
  })`;
  if (line >= asked.length && line >= lines.length) {
    return `${place}, which is the same and was answered as often as it was recorded`;
  }
  return `${place}, which differs first in line ${line + 1}:\n  recorded: ${
    shown(lines[line])
  }\n  asked:    ${shown(asked[line])}`;
}

/** A request as lines: messages, then settings. */
function linesOf({ messages, ...settings }: ModelRequest): readonly string[] {
  return [
    ...messages.flatMap(({ role, content }) => [`[${role}]`, ...content.split("\n")]),
    JSON.stringify(settings),
  ];
}

function firstDifference(a: readonly string[], b: readonly string[]): number {
  let line = 0;
  while (line < a.length && line < b.length && a[line] === b[line]) line++;
  return line;
}

function shown(line: string | undefined): string {
  if (line === undefined) return "(nothing more)";
  return JSON.stringify(shortText(line, 160));
}
