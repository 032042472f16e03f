import { assertEquals, assertStrictEquals, assertThrows } from "@std/assert";
import { declare, hasLongLiteral } from "../../../src/trace/function/declaration.ts";
import { arrowEnd, readFunction } from "../../../src/trace/function/function_text.ts";
import {
  parseBody,
  parseExcerpt,
  parseJavaScript,
} from "../../../src/trace/function/parse_javascript.ts";
import { someNode } from "../../../src/trace/function/some_node.ts";

const made = (text: string): CallableFunction => new Function(`return ${text}`)();

Deno.test("readFunction() reads every form of function, a class by its constructor", () => {
  const forms: [CallableFunction, string | undefined, string | undefined][] = [
    [made("function f(a) {}"), "expression", "FunctionExpression"],
    [made("a => a"), "expression", "ArrowFunctionExpression"],
    [made("({ m() {} }).m"), "method", "FunctionExpression"],
    [made("class { constructor(a) {} m() {} }"), "class", "FunctionExpression"],
    [made("class { m() {} constructor(a) {} }"), "class", "FunctionExpression"],
    [made("class { m() {} }"), undefined, undefined],
    [Math.max, undefined, undefined],
  ];
  for (const [fn, kind, type] of forms) {
    const found = readFunction(fn);
    assertEquals([found?.kind, found?.node.type], [kind, type]);
  }
  assertEquals(readFunction(made("class { m(x) {} constructor(a, b) {} }"))?.node.params.length, 2);
});

Deno.test("readFunction() finds the name of a method, also one in brackets", () => {
  const nameOf = (text: string) => {
    const found = readFunction(made(`Object.values(${text})[0]`));
    return found?.name && found.code.slice(found.name.start, found.name.end);
  };
  assertEquals(nameOf("{ m() {} }"), "m");
  assertEquals(nameOf("{ 'a b'() {} }"), "'a b'");
  assertEquals(nameOf("{ ['x'](a = [1]) {} }"), "'x']");
  assertEquals(nameOf("{ f: function g() {} }"), undefined);
});

Deno.test("readFunction() keeps the comments in the order of the text", () => {
  const comments = readFunction(made("function (a /* one */) { // two\n}"))?.comments;
  assertEquals(comments?.map(({ value }) => value), [" one ", " two"]);
});

Deno.test("arrowEnd() is behind the arrow of the function itself", () => {
  for (const text of ["(a = () => 1) => a", "() /* => */ => 1", "a => b => 1", "(/* => */) => 1"]) {
    const found = readFunction(made(text));
    if (found?.node.type !== "ArrowFunctionExpression") throw new Error("no arrow");
    const { code, node } = found;
    assertStrictEquals(code.slice(arrowEnd(code, node), node.body.start).trim(), "");
    assertEquals(code.slice(0, arrowEnd(code, node)).endsWith("=>"), true);
  }
});

Deno.test("parseJavaScript(), parseBody() and parseExcerpt() take modules, bodies and cut out text", () => {
  const comments: Parameters<typeof parseExcerpt>[1] = [];
  const [statement] = parseJavaScript("import a from 'a'; // note\n(a)", { comments }).body;
  assertEquals([statement?.type, statement?.range, comments.length], [
    "ImportDeclaration",
    [0, 18],
    1,
  ]);
  const typeOf = (preserveParens?: boolean) => {
    const [one] =
      parseJavaScript("(a)", preserveParens === undefined ? {} : { preserveParens }).body;
    return one?.type === "ExpressionStatement" ? one.expression.type : undefined;
  };
  assertEquals([typeOf(), typeOf(true)], ["Identifier", "ParenthesizedExpression"]);
  assertEquals(parseBody("return 1; with (a) {}").body.length, 2);
  assertThrows(() => parseBody("import a from 'a'"), SyntaxError);
  for (const text of ["await a", "super.a", "a.#b", "import.meta", "with (a) {}"]) {
    const [one] = parseExcerpt(text).body;
    assertEquals(one?.range, [0, text.length]);
  }
  assertThrows(() => parseJavaScript("with (a) {}"), SyntaxError);
});

Deno.test("someNode() looks below each node, and not where the test says so", () => {
  const program = parseBody("a; (function () { b; }); [c, , d];");
  const seen: string[] = [];
  const visit = (stop: string) =>
    someNode(program, (node) => {
      if (node.type === stop) return undefined;
      if (node.type === "Identifier") seen.push(node.name);
      return node.type === "Identifier" && node.name === "d";
    });
  assertEquals([visit("FunctionExpression"), seen], [true, ["a", "c", "d"]]);
  assertEquals([visit("ArrayExpression"), seen.slice(3)], [false, ["a", "b"]]);
  assertEquals(someNode(program, () => true), true);
});

Deno.test("hasLongLiteral() finds texts of several lines", () => {
  const has = (text: string) => hasLongLiteral(readFunction(made(text))!.node);
  assertEquals(["() => `a\nb`", "() => `a`", "() => `${1}\n`", "() => 'a'"].map(has), [
    true,
    false,
    true,
    false,
  ]);
});

Deno.test("declare() moves a body to the left by the indentation of its last line", () => {
  const sourceOf = (text: string) => declare(made(text), "f").source;
  assertEquals(
    sourceOf("function f() {\n      a();\n\n        b();\n    }"),
    "export function f() {\n  a();\n\n    b();\n}",
  );
  assertEquals(sourceOf("function f() {\n\t\ta();\n\t}"), "export function f() {\n\ta();\n}");
  assertEquals(sourceOf("async function* () { }"), "export async function* f() { }");
  assertEquals(sourceOf("function* () { }"), "export function* f() { }");
  assertEquals(sourceOf("async (a) => a"), "export const f = async (a) => a;");
});

Deno.test("declare() uses the name of the function, then the one it is given, then main", () => {
  const entryOf = (own: unknown, given: string) =>
    declare(Object.defineProperty(made("() => 1"), "name", { value: own }), given).entry;
  assertEquals([entryOf("f", "g"), entryOf("", "g"), entryOf("a b", "g"), entryOf(3, "1x")], [
    "f",
    "g",
    "g",
    "main",
  ]);
  assertEquals([entryOf("$_1", "g"), entryOf("1x", "")], ["$_1", "main"]);
});
