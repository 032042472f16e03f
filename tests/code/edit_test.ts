import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import fc from "fast-check";
import { edit } from "../../src/code/edit.ts";

const source = `const size = 3;
export function f(n: number) {
  let sum = 0;
  for (let i = 0; i < n; i++) {
    sum += i;
  }
  return sum;
}`;

function change(search: string, replace: string): string {
  return `<<<<<<< SEARCH\n${search}\n=======\n${replace}\n>>>>>>> REPLACE`;
}

function edited(source: string, answer: string): string {
  const result = edit(source, answer);
  assert(result.kind === "edited", JSON.stringify(result));
  return result.source;
}

function refusal(source: string, answer: string): string {
  const result = edit(source, answer);
  assert(result.kind === "refused", JSON.stringify(result));
  const [{ stage, line, message, lineText }] = result.diagnostics as [typeof result.diagnostics[0]];
  return `${stage} ${line} ${message} | ${lineText}`;
}

Deno.test("edit() takes a whole rewrite when the answer holds no edits", () => {
  assertEquals(edited(source, "const a = 1;"), "const a = 1;");
  assertEquals(edited(source, "```ts\nconst a = 1;\n```\n"), "const a = 1;");
});

Deno.test("edit() applies edits one after the other, talk between them aside", () => {
  const answer = `First:\n${change("  let sum = 0;", "  let sum = 1;")}\nThen:\n${
    change(
      "  let sum = 1;\n  for (let i = 0; i < n; i++) {",
      "  let sum = 2;\n  for (const i of [n]) {",
    )
  }`;
  assertEquals(
    edited(source, answer),
    source.replace("sum = 0", "sum = 2").replace("let i = 0; i < n; i++", "const i of [n]"),
  );
});

Deno.test("edit() forgives blanks at line ends and the indentation of the whole", () => {
  assertEquals(
    edited(source, change("sum += i;  ", "if (i > 1) {\n  sum += 2 * i;\n}")),
    source.replace("    sum += i;", "    if (i > 1) {\n      sum += 2 * i;\n    }"),
  );
});

Deno.test("edit() refuses edits that do not fit exactly one place", () => {
  const twice = "a();\nb();\na();";
  assertEquals(
    refusal(source, change("  return total;", "")),
    `syntax 1 Cannot apply edit 1: its lines are not in the source: "return total;" … | const size = 3;`,
  );
  assertEquals(
    refusal(source, change("  let sum = 0;\n  return;", "")),
    `syntax 3 Cannot apply edit 1: its lines are not in the source: "let sum = 0;" …; nearest are the lines
3 |   let sum = 0;
4 |   for (let i = 0; i < n; i++) { |   let sum = 0;`,
  );
  assertEquals(
    refusal(twice, change("b();", "c();") + "\n" + change("a();", "c();")),
    "syntax 1 Cannot apply edit 2: its lines stand in more than one place, at lines 1, 3 | a();",
  );
  assertEquals(
    refusal(source, change("", "x();")),
    "syntax 1 Cannot apply edit 1: it quotes no line to replace | const size = 3;",
  );
  assertEquals(
    refusal(source, "Well:\n<<<<<<< SEARCH\nlet sum = 0;\n======="),
    "syntax 2 Cannot read edit 1: it has no end | <<<<<<< SEARCH",
  );
});

const evolving = `import x from "y";
// EVOLVE-BLOCK-START rule
let rule = 1;
// EVOLVE-BLOCK-END
const middle = 2;
// EVOLVE-BLOCK-START
// EVOLVE-BLOCK-END
export { rule };`;

const fixed = `let a = 1;
// FIXED-BLOCK-START interface
export function f(n: number) {
// FIXED-BLOCK-END
  return n + a;
}`;

Deno.test("edit() changes the lines around fixed blocks", () => {
  assertEquals(
    edited(evolving, change("let rule = 1;", "let rule = 2;\nrule++;")),
    evolving.replace("1;", "2;\nrule++;"),
  );
  assertEquals(
    edited(evolving, evolving.replace("START\n", "START\nfree();\n")),
    evolving.replace("START\n", "START\nfree();\n"),
  );
  assertEquals(edited(fixed, fixed.replace("n + a", "a")), fixed.replace("n + a", "a"));
  assertEquals(edited(fixed, "const b = 1;\n" + fixed + "\nb;"), "const b = 1;\n" + fixed + "\nb;");
});

Deno.test("edit() does not miss the line break at the end of a source", () => {
  const changed = evolving.replace("START\n", "START\nfree();\n");
  assertEquals(edited(`${evolving}\n\n`, changed), changed);
  assertEquals(edited(evolving, `${changed}\n`), `${changed}\n`);
});

Deno.test("edit() refuses more edits than 100,000 by the lines of the source", () => {
  const lines = ";\n".repeat(999) + "last";
  const edits = (count: number) => `${change("last", "last")}\n`.repeat(count);
  assertEquals(edited(lines, edits(100)), lines);
  assertEquals(
    refusal(lines, edits(101)),
    "syntax 1 Cannot apply 101 edits to 1000 lines: give the whole source | ;",
  );
});

Deno.test("edit() names five of the places that an edit fits, and cuts long lines", () => {
  const many = "x\n".repeat(7);
  assertEquals(
    refusal(many, change("x", "y")),
    "syntax 1 Cannot apply edit 1: its lines stand in more than one place, at lines 1, 2, 3, 4, 5 and 2 more | x",
  );
  const long = "y".repeat(2_000);
  assertEquals(
    refusal(long, change(`${long}z`, "")),
    `syntax 1 Cannot apply edit 1: its lines are not in the source: "${"y".repeat(100)}" … | ${
      "y".repeat(1_000)
    }`,
  );
});

Deno.test("edit() puts 150,000 lines in the place of one", () => {
  const many = ";\n".repeat(150_000);
  assertEquals(edited("a\nb\nc", change("b", many)), `a\n${many}\nc`);
});

Deno.test("edit() reads the name of a block after any number of blanks", () => {
  const blanks = " ".repeat(100_000);
  const marked = `// FIXED-BLOCK-START a${blanks}b${blanks} */\nkept\n// FIXED-BLOCK-END`;
  assertStringIncludes(
    refusal(marked, "free();"),
    `Cannot change FIXED-BLOCK a${" ".repeat(99)}: it is missing`,
  );
});

Deno.test("edit() finds the one place of lines that repeat themselves", () => {
  fc.assert(fc.property(
    fc.array(fc.constantFrom<string>("a", "b", "a "), { maxLength: 12 }),
    fc.array(fc.constantFrom("a", "b"), { minLength: 1, maxLength: 4 }),
    (lines, quoted) => {
      const places = (same: (line: string) => string) =>
        lines.flatMap((_, at) =>
          quoted.every((line, offset) => same(lines[at + offset] ?? "-") === line) ? [at] : []
        );
      const exact = places((line) => line);
      const found = exact.length > 0 ? exact : places((line) => line.trimEnd());
      const result = edit(lines.join("\n"), change(quoted.join("\n"), "new"));
      assertEquals(result.kind, found.length === 1 ? "edited" : "refused");
      if (result.kind !== "edited") return;
      assertEquals(
        result.source.split("\n"),
        lines.toSpliced(found[0] ?? 0, quoted.length, "new"),
      );
    },
  ));
});

Deno.test("edit() refuses a change of a fixed block with its name", () => {
  assertEquals(
    refusal(evolving, change("const middle = 2;", "const middle = 3;")),
    "forbidden 5 Cannot change the lines below EVOLVE-BLOCK rule: its lines and markers have to stay | const middle = 3;",
  );
  assertEquals(
    refusal(evolving, "x\n" + evolving),
    "forbidden 1 Cannot change the first EVOLVE-BLOCK and above: its lines and markers have to stay | x",
  );
  assertEquals(
    refusal(evolving, evolving + "\nmore();"),
    "forbidden 9 Cannot change the lines below EVOLVE-BLOCK: its lines and markers have to stay | more();",
  );
  assertEquals(
    refusal(fixed, fixed.replace("f(n: number)", "f(n)")),
    "forbidden 3 Cannot change FIXED-BLOCK interface: its lines and markers have to stay | export function f(n) {",
  );
  assertEquals(
    refusal(fixed, "let a = 2;"),
    "forbidden 1 Cannot change FIXED-BLOCK interface: it is missing | let a = 2;",
  );
  assertStringIncludes(refusal(fixed, fixed + "\n" + fixed), "Cannot add FIXED-BLOCK interface");
});

/** Lines that are all different, so that each can be quoted alone. */
const lines = fc.integer({ min: 1, max: 12 }).chain((count) =>
  fc.array(fc.string({ unit: fc.constantFrom("a", "(", " ", "{", "$", "é") }), {
    minLength: count,
    maxLength: count,
  })
    .map((texts) => texts.map((text, index) => `l${index}${text};`))
);

Deno.test("edit() gives the same as splicing the lines", () => {
  fc.assert(
    fc.property(lines, lines, fc.nat(), fc.nat(), (lines, inserted, from, length) => {
      const start = from % lines.length;
      const count = 1 + length % (lines.length - start);
      const quoted = lines.slice(start, start + count);
      assertEquals(
        edited(lines.join("\n"), change(quoted.join("\n"), inserted.join("\n"))).split("\n"),
        lines.toSpliced(start, count, ...inserted),
      );
    }),
    { seed: 1 },
  );
});

Deno.test("edit() lets no line outside of an evolving block change, and every line inside", () => {
  fc.assert(
    fc.property(lines, fc.nat(), fc.nat(), fc.nat(), (lines, a, b, at) => {
      const [start, end] = [a % lines.length, b % lines.length].sort((x, y) => x - y) as [
        number,
        number,
      ];
      const marked = [
        ...lines.slice(0, start),
        "// EVOLVE-BLOCK-START",
        ...lines.slice(start, end),
        "// EVOLVE-BLOCK-END",
        ...lines.slice(end),
      ];
      const line = at % marked.length;
      const changed = marked.with(line, "changed();").join("\n");
      const isFree = line > start && line < end + 1;
      assertEquals(edit(marked.join("\n"), changed).kind, isFree ? "edited" : "refused");
    }),
    { seed: 1 },
  );
});

Deno.test("edit() shows the lines that are most like those of an edit that fits nowhere", () => {
  const edits = change("  let total = 0;\n  for (let k = 0; k < n; k++) {", "");
  assertStringIncludes(
    refusal(source, edits),
    "nearest are the lines\n3 |   let sum = 0;\n4 |   for (let i",
  );
});

Deno.test("edit() takes a unified diff for edits, whatever its line numbers", () => {
  const diff = "```diff\n--- a/f.ts\n+++ b/f.ts\n@@ -90,3 +90,3 @@ export function f\n" +
    "   let sum = 0;\n-  for (let i = 0; i < n; i++) {\n+  for (let i = 1; i < n; i++) {\n```";
  assertEquals(edited(source, diff), source.replace("let i = 0;", "let i = 1;"));
  assertStringIncludes(refusal(source, diff.replace("sum", "gone")), "nearest are the lines");
});
