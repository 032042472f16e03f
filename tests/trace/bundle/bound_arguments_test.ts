import { assertEquals, assertStrictEquals } from "@std/assert";
import { binderOf, isSelfNode } from "../../../src/trace/bundle/bound_arguments.ts";
import { readSignature } from "../../../src/trace/function/signature.ts";
import { node } from "../../../src/trace/node.ts";
import "../../../src/trace/operators/methods.ts";

/** Binds a call of a function with these parameters: names of the inputs, their values, and the arguments. */
function bind(parameters: string, args: readonly unknown[], self?: unknown, usesThis = false) {
  const signature = readSignature(new Function(parameters, ""));
  const { inputs, inputNames, values } = binderOf("f", signature.parameters, usesThis)(self, args);
  assertEquals(inputs.length, inputNames.length);
  const read = inputs.map((input) => input.peek());
  return { inputs, inputNames, read, args: values.call({ inputs }, (input) => input.peek()) };
}

Deno.test("binderOf() names each argument after its parameter, one that was left out by its default", () => {
  const given = bind("a, b", [1, 2]);
  assertEquals([given.inputNames, given.read, given.args], [["a", "b"], [1, 2], [1, 2]]);
  assertEquals(given.inputs.map(({ baseName }) => baseName), ["a", "b"]);
  const fewer = bind("a, b, c", [1]);
  assertEquals([fewer.inputNames, fewer.args], [["a"], [1]]);
  const filled = bind("a, b = 2, c", []);
  assertEquals([filled.inputNames, filled.args], [["a", "b"], [undefined, 2]]);
  assertEquals(bind("a, b = 2", [1, undefined]).args, [1, 2]);
  assertEquals(bind("a, b = 2", [1, null]).args, [1, null]);
  assertEquals(bind("a = 1", [5]).args, [5]);
  assertEquals(bind("a = 1, b = 2", [undefined, 3]).args, [1, 3]);
});

Deno.test("binderOf() numbers rest arguments, and those that have no parameter", () => {
  assertEquals(bind("a, ...more", [1, 2, 3]).inputNames, ["a", "more_0", "more_1"]);
  assertEquals(bind("...more", []).inputNames, []);
  assertEquals(bind("...more", [1]).inputNames, ["more_0"]);
  assertEquals(bind("...more", [1, 2]).inputNames, ["more_0", "more_1"]);
  const extra = bind("a", [1, 2, 3]);
  assertEquals([extra.inputNames, extra.args], [["a", "args_0", "args_1"], [1, 2, 3]]);
  assertEquals(bind("a, b = 1, ...more", [7, undefined, 9]).args, [7, 1, 9]);
});

Deno.test("binderOf() makes each key of an options record an input, and nothing else of other values", () => {
  const options = bind("{ a, b }, c", [{ a: 1, b: node(2) }, 3]);
  assertEquals([options.inputNames, options.args], [["a", "b", "c"], [{ a: 1, b: 2 }, 3]]);
  assertEquals(bind("{ a, b }", [{ a: 1, b: 2 }]).inputNames, ["a", "b"]);
  const bare = bind("{ a }", [Object.assign(Object.create(null), { a: 1 })]);
  assertEquals([bare.inputNames, bare.args], [["a"], [{ a: 1 }]]);
  assertEquals(bind("{ a }, c", [{}, 3]).args, [{}, 3]);
  class Options {
    a = 1;
  }
  const own = new Options();
  for (const value of [own, null, undefined, 3, [1]]) {
    const { inputNames, args } = bind("{ a }", [value]);
    assertEquals(inputNames, ["a"]);
    assertStrictEquals(args[0], value);
  }
  assertEquals(bind("a", [{ x: 1 }]).inputNames, ["a"]);
});

Deno.test("binderOf() adds the object of a method that uses it, as one node for each object", () => {
  const self = { x: 1 };
  const first = bind("a", [1], self, true);
  assertEquals([first.inputNames, first.args], [["a", "this"], [1]]);
  const [, own] = first.inputs;
  assertStrictEquals(bind("a", [1], self, true).inputs[1], own);
  assertEquals([own?.kind, own?.peek()], ["value", self]);
  assertEquals([isSelfNode(own!), isSelfNode(first.inputs[0]!)], [true, false]);
  for (const other of [undefined, null, 3]) {
    assertEquals(bind("a", [1], other, true).inputNames, ["a"]);
  }
  assertEquals(bind("a", [1], self).inputNames, ["a"]);
});
