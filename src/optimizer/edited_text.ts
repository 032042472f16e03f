/**
 * Turns a suggested text into the new text: the suggestion itself, or edits of the current text.
 *
 * @module
 */
import {
  applyTextEdits,
  type EditOutcome,
  holdsEdits,
  readTextEdits,
} from "../code/search_replace.ts";

/**
 * The new text. A suggestion with `<<<<<<< SEARCH`, `=======` and `>>>>>>> REPLACE` holds edits, each of which must match
 * one place, also a part of a line; where the current text has such marks itself, it is the whole new text.
 */
export function editedText(current: string, suggestion: string): EditOutcome<string> {
  if (!holdsEdits(suggestion) || holdsEdits(current)) return { kind: "done", value: suggestion };
  const edits = readTextEdits(suggestion);
  return edits.kind === "refused" ? edits : applyTextEdits(current, edits.value, { isProse: true });
}
