import { assertEquals } from "@std/assert";
import { RegExpData } from "../../sandbox/value/reg_exp_data.ts";
import { ValuePreview } from "../../sandbox/value/value_preview.ts";
import { valueKind } from "../../src/trace/value.ts";

Deno.test("valueKind() names primitives by type, containers plainly and instances by class", () => {
  class MyMap extends Map {}
  class Point {}
  const kinds: [unknown, string][] = [
    [null, "null"],
    [undefined, "undefined"],
    [1, "number"],
    [() => 1, "function"],
    [[], "array"],
    [{}, "record"],
    [Object.create(null), "record"],
    [new Map(), "map"],
    [new Set(), "set"],
    [new MyMap(), "MyMap"],
    [new Point(), "Point"],
    [new Date(), "Date"],
    [/a/, "RegExp"],
    [new RegExpData("a", ""), "RegExp"],
    [new ValuePreview("Point", "Point {}"), "Point"],
  ];
  for (const [value, kind] of kinds) assertEquals(valueKind(value), kind);
});

Deno.test("valueKind() calls an object without a usable class name an object", () => {
  const madeBy = (constructor: unknown): object => Object.create({ constructor });
  const called = (name: unknown) => madeBy(Object.defineProperty(() => 1, "name", { value: name }));
  const hostile = new Proxy({}, {
    getPrototypeOf() {
      throw new Error("no");
    },
  });
  const kinds = [madeBy(undefined), called(""), called(3), hostile].map(valueKind);
  assertEquals(kinds, ["object", "object", "object", "object"]);
  assertEquals(valueKind(called("Object")), "record"); // one of another realm
});

Deno.test("valueKind() takes class names of up to a hundred characters", () => {
  const called = (name: string): object =>
    Object.create({ constructor: Object.defineProperty(() => 1, "name", { value: name }) });
  assertEquals(valueKind(called("C".repeat(100))), "C".repeat(100));
  assertEquals(valueKind(called("C".repeat(101))), "object");
});
