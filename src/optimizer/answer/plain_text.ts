/**
 * Removes what surrounds an answer: a reasoning model's thoughts, and the marks of its template.
 *
 * @module
 */

/** Marks of chat templates at the end of a text. */
const endMark =
  /(?:<\|(?:im_end|eot_id|end|endoftext|end_of_text|return|call|eom_id)\|>|<\/s>|<end_of_turn>)$/;

/** Most marks that are removed. */
const maxMarks = 4;

/** The answer in a text; empty when the text ends within its thoughts. */
export function plainText(text: string): string {
  let rest = withoutThoughts(finalChannel(text)).trim();
  for (let left = maxMarks; left > 0; left--) {
    const mark = endMark.exec(rest.slice(-20))?.[0];
    if (mark === undefined) break;
    rest = rest.slice(0, -mark.length).trimEnd();
  }
  return rest;
}

/** After `<|channel|>final<|message|>` in the format of gpt-oss; the whole text in any other. */
function finalChannel(text: string): string {
  const mark = "<|channel|>final<|message|>";
  const at = text.lastIndexOf(mark);
  return at < 0 ? text : text.slice(at + mark.length);
}

const thoughtTags = ["think", "thinking", "thought", "reflection"];

/** The text after its thoughts, whose opening tag a server may have cut off. */
function withoutThoughts(text: string): string {
  let rest = text.trimStart();
  for (let tag = thoughtTag(rest); tag !== undefined; tag = thoughtTag(rest)) {
    const end = rest.indexOf(`</${tag}>`);
    if (end < 0) return "";
    rest = rest.slice(end + tag.length + 3).trimStart();
  }
  const close = "</think>";
  const opens = rest.indexOf("<think>");
  const end = rest.indexOf(close);
  return end >= 0 && (opens < 0 || end < opens) ? rest.slice(end + close.length) : rest;
}

function thoughtTag(text: string): string | undefined {
  const start = text.slice(0, 20).toLowerCase();
  return thoughtTags.find((tag) => start.startsWith(`<${tag}>`));
}
