import { assert, assertEquals } from "@std/assert";
import { node } from "../../../src/trace/node.ts";
import { text } from "../../../src/trace/operators/text.ts";

Deno.test("text`` fills values and nodes in, and depends on them and on the template", () => {
  const name = node("Ada", { name: "name" });
  const greeting = text`Hello ${name}, you are ${36}!`;
  assertEquals(greeting.data, "Hello Ada, you are 36!");
  assertEquals(greeting.inputNames, ["template", "0", "1"]);
  assertEquals(greeting.inputs[0]?.data, "Hello ${0}, you are ${1}!");
  assert(greeting.inputs[1] === name);
  assertEquals(greeting.toUpperCase().data, "HELLO ADA, YOU ARE 36!");
});

Deno.test("text`` converts as JavaScript's templates do", () => {
  assertEquals(text`${[1, 2]} ${null} ${1n}`.data, `${[1, 2]} ${null} ${1n}`);
  assertEquals(text`plain`.data, "plain");
});
