import { assertEquals } from "@std/assert";
import { type NamedText, textChange } from "../../src/render/text_change.ts";
import { randomFrom } from "../../src/seeds.ts";

const template = {
  name: "template",
  text:
    "Answer a question from its context.\n\nContext: {context}\n\nQuestion: {question}\nAnswer:",
};
const context = {
  name: "context0",
  text: "The moon is a body of rock; nobody found cheese there.",
};
const question = { name: "question0", text: "What is the moon made of, then?" };
const others = [context, question];
const none = { others: [], maxLength: 10_000 };

function filled(values: Readonly<Record<string, string>>): string {
  return template.text.replaceAll(/\{(\w+)\}/g, (_, name) => values[name]!);
}

function change(after: string, named: readonly NamedText[] = others): string | null {
  return textChange(template, after, { others: named, maxLength: 400 });
}

Deno.test("textChange() names the texts that fill the places of a template", () => {
  assertEquals(
    change(filled({ context: context.text, question: question.text })),
    'template with "{context}" replaced by context0, "{question}" replaced by question0',
  );
});

Deno.test("textChange() writes out what has no name, and what is short", () => {
  assertEquals(
    change(filled({ context: context.text.toUpperCase(), question: "2 + 2?" })),
    'template with "{context}" replaced by "THE MOON IS A BODY OF ROCK; NOBODY FOUND CHEESE THERE.", ' +
      '"{question}" replaced by "2 + 2?"',
  );
  assertEquals(
    change(filled({ context: `From a book:\n${context.text}`, question: "2 + 2?" })),
    'template with "{context}" replaced by `From a book:\n${context0}`, "{question}" replaced by "2 + 2?"',
  );
});

Deno.test("textChange() is the name of an equal text, and a literal with names for a longer one", () => {
  assertEquals(change(template.text), "template");
  assertEquals(
    change(`Be brief. \`$\{x}\`\n${template.text}\n${question.text}`),
    "`Be brief. \\`\\${x}\\`\n${template}\n${question0}`",
  );
});

Deno.test("textChange() is null for texts with little in common, and for a change that is too long", () => {
  assertEquals(change("Something else altogether, as long as the template is or longer."), null);
  const long = filled({ context: context.text.toUpperCase().repeat(9), question: question.text });
  assertEquals(change(long), null);
  assertEquals(
    textChange({ name: "short", text: "{x}" }, question.text, { others, maxLength: 400 }),
    null,
  );
});

Deno.test("textChange() says that a text is replaced only where all its occurrences are", () => {
  const twice = {
    name: "template",
    text: "First {item} is read, and then {item} is judged by you.",
  };
  const made = (first: string, second: string) =>
    textChange(twice, `First ${first} is read, and then ${second} is judged by you.`, none);
  assertEquals(made("a poem", "a poem"), 'template with "{item}" replaced by "a poem"');
  assertEquals(made("a poem", "a song"), null);
});

Deno.test("textChange() finds places beside equal characters, at both ends, and in many lines", () => {
  const braces = { name: "data0", text: "{ every: key, of: a, long: record }" };
  assertEquals(
    change(filled({ context: braces.text, question: question.text }), [braces, question]),
    'template with "{context}" replaced by data0, "{question}" replaced by question0',
  );
  const bare = { name: "prompt", text: "{text}\n\nSay the same in French, please, and\n\n{end}" };
  assertEquals(
    textChange(
      bare,
      `${context.text}\n\nSay the same in French, please, and\n\n${question.text}`,
      { others, maxLength: 400 },
    ),
    'prompt with "{text}" replaced by context0, "{end}" replaced by question0',
  );
});

Deno.test("textChange() gives up after two dozen places, and where texts only seem alike", () => {
  const places = Array.from({ length: 30 }, (_, at) => `Part ${at}: {place${at}} ends here.`);
  const before = { name: "form", text: places.join("\n") };
  const after = before.text.replaceAll(/\{place(\d+)\}/g, "<$1>");
  assertEquals(textChange(before, after, none), null);
  const row = "a".repeat(12_000);
  const rows = { name: "rows", text: `${row} {x} ${row}` };
  assertEquals(textChange(rows, `${row} q ${row.slice(1)}b`, none), null);
});

/** The text that a change with replacements describes, as its reader would make it. */
function applied(change: string, before: string, named: readonly NamedText[]): string {
  const pattern = /("(?:[^"\\]|\\.)*") replaced by ("(?:[^"\\]|\\.)*"|\w+)/g;
  const replaced = new Map(
    change.matchAll(pattern).map(([, from, to]) => [
      JSON.parse(from!) as string, // a literal
      to!.startsWith('"')
        ? JSON.parse(to!) as string
        : named.find(({ name }) => name === to)?.text ?? "",
    ]),
  );
  const places = [...replaced.keys()].map((text) => RegExp.escape(text)).join("|");
  return before.replaceAll(new RegExp(places, "g"), (from) => replaced.get(from)!);
}

Deno.test("textChange() describes the very text, on random templates", () => {
  const random = randomFrom(5);
  const pick = <T>(from: readonly T[]): T => from[Math.floor(random() * from.length)]!;
  const words = ["the", "{a}", "{b}", "of", "word", "}", "\n", "Answer:", "a", "$&", "…", "{"];
  const text = (length: number) => Array.from({ length }, () => pick(words)).join(" ");
  let written = 0;
  for (let round = 0; round < 3_000; round++) {
    const before = { name: "before", text: text(5 + Math.floor(random() * 30)) };
    const named = [{ name: "x", text: text(8) }, { name: "y", text: text(9) }];
    const after = before.text
      .replaceAll("{a}", () => pick([named[0]!.text, "short"]))
      .replaceAll("{b}", () => named[1]!.text);
    const made = textChange(before, after, { others: named, maxLength: 10_000 });
    if (made === null || !made.startsWith("before with ") || made.includes("`")) continue;
    written++;
    assertEquals(applied(made, before.text, named), after, made);
  }
  assertEquals(written > 300, true, `${written} were written`);
});
