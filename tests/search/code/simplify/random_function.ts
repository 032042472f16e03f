/**
 * Random functions over numbers, texts, lists and calls with side effects, for property tests.
 *
 * @module
 */
import fc from "fast-check";

/** The head of every function; `log` records its argument and returns it. */
export const head =
  "function f(a: number, b: number, d: boolean, s: string, xs: number[], p: { x: number }, log: (value: unknown) => number): unknown";

/** The same head without its types. */
export const plainHead = "function f(a, b, d, s, xs, p, log)";

const constants = ["0", "1", "(-1)", "2", "3", "5", "(-0)", "0.5", "(-2.5)", "15.3", "18.3"];
const quantities = [
  "a",
  "b",
  "p.x",
  "xs.length",
  "a - b",
  "(a - b)",
  "v",
  "w",
  "Math.abs(a)",
  "xs[0]",
  "log(a)",
];
const comparisons = ["<", "<=", ">", ">=", "===", "!=="];

const { number, condition, statements } = fc.letrec<
  { number: string; condition: string; statement: string; statements: string }
>((tie) => ({
  number: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    { weight: 3, arbitrary: fc.constantFrom(...quantities) },
    { weight: 2, arbitrary: fc.constantFrom(...constants) },
    {
      weight: 3,
      arbitrary: fc.tuple(tie("number"), fc.constantFrom("+", "-", "*", "/", "%"), tie("number"))
        .map(([left, operator, right]) => `(${left} ${operator} ${right})`),
    },
    { weight: 1, arbitrary: tie("number").map((inner) => `(-${inner})`) },
    {
      weight: 1,
      arbitrary: fc.tuple(fc.constantFrom("min", "max"), tie("number"), tie("number"))
        .map(([name, left, right]) => `Math.${name}(${left}, ${right})`),
    },
    {
      weight: 1,
      arbitrary: fc.tuple(tie("condition"), tie("number"), tie("number"))
        .map(([test, left, right]) => `(${test} ? ${left} : ${right})`),
    },
  ),
  condition: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    {
      weight: 6,
      arbitrary: fc.tuple(
        fc.constantFrom(...quantities),
        fc.constantFrom(...comparisons),
        fc.constantFrom(...constants, "b"),
      ).map((parts) => parts.join(" ")),
    },
    { weight: 1, arbitrary: fc.constantFrom("d", "!d", "true", "false", "a", "s", "xs.length") },
    { weight: 1, arbitrary: fc.constantFrom('s === "u"', 's !== "u"', 's === "v"') },
    {
      weight: 4,
      arbitrary: fc.tuple(tie("condition"), fc.constantFrom("&&", "||"), tie("condition"))
        .map(([left, operator, right]) => `(${left} ${operator} ${right})`),
    },
    { weight: 1, arbitrary: tie("condition").map((inner) => `!(${inner})`) },
    {
      weight: 1,
      arbitrary: fc.tuple(tie("number"), fc.constantFrom(...comparisons), tie("number"))
        .map((parts) => parts.join(" ")),
    },
  ),
  statement: fc.oneof(
    { maxDepth: 2, withCrossShrink: true },
    {
      weight: 4,
      arbitrary: fc.tuple(tie("condition"), fc.constantFrom("1", "-1", "a", "b"))
        .map(([test, value]) => `if (${test}) return ${value};`),
    },
    { weight: 1, arbitrary: tie("number").map((value) => `v = ${value};`) },
    {
      weight: 1,
      arbitrary: fc.constantFrom("log(b);", "a;", ";", "return a;", "xs.push(a);", "p.x = 4;"),
    },
    {
      weight: 2,
      arbitrary: fc.tuple(tie("condition"), tie("statements"), tie("statements"))
        .map(([test, one, other]) => `if (${test}) {\n${one}\n} else {\n${other}\n}`),
    },
    {
      weight: 1,
      arbitrary: fc.tuple(tie("condition"), tie("statement"))
        .map(([test, one]) => `if (${test}) ${one} else if (d) { log(0); }`),
    },
    {
      weight: 1,
      arbitrary: tie("statements").map((inner) => `{\nconst b = xs[1];\nlet v = a;\n${inner}\n}`),
    },
    {
      weight: 1,
      arbitrary: tie("statements").map((inner) =>
        `for (const b of xs.slice()) {\nif (b > 3) continue;\n${inner}\n}`
      ),
    },
    {
      weight: 1,
      arbitrary: tie("number").map((inner) => `log(xs.map((a) => ${inner}).length);`),
    },
  ),
  statements: fc.array(tie("statement"), { maxLength: 3 }).map((list) => list.join("\n")),
}));

/** The body of a function; `v` is assigned in it, `w` is not. */
export const body = fc.tuple(number, statements, fc.oneof(number, condition)).map((
  [start, steps, end],
) =>
  `{\nlet v = ${start.replaceAll(/\b[vw]\b/g, "a")};\nconst w = a * 2;\n${steps}\nreturn ${end};\n}`
);
