import { assertEquals, assertThrows } from "@std/assert";
import { UsageError } from "../../src/errors.ts";
import {
  decodeMemory,
  encodeMemory,
  keepsMemory,
  maxMemoryLength,
} from "../../src/problem/memory.ts";

const keeper = { name: "keeper", initialMemory: null };

Deno.test("keepsMemory() is true where an initial memory is declared, null included", () => {
  assertEquals([keepsMemory(keeper), keepsMemory({ name: "none" })], [true, false]);
});

Deno.test("encodeMemory() and decodeMemory() give a fresh copy back, through JSON", () => {
  const memory = { seen: new Set([1, 2]), best: -0, list: [{ a: 1n }] };
  const decoded = decodeMemory(JSON.parse(JSON.stringify(encodeMemory(keeper, memory))));
  assertEquals(decoded, memory);
});

Deno.test("encodeMemory() takes memory up to its limit, and refuses one more character", () => {
  const text = (length: number) => "x".repeat(length - 2); // JSON adds quotes
  assertEquals(maxMemoryLength, 4_000_000);
  assertEquals(encodeMemory(keeper, text(4_000_000)), text(4_000_000));
  const error = assertThrows(
    () => encodeMemory(keeper, text(4_000_001)),
    UsageError,
    'Cannot keep the memory of "keeper" as plain data: received 4000001 characters, more than 4000000',
  );
  assertEquals(error.advice, "Store less, for example a bounded list or a summary.");
});

Deno.test("encodeMemory() refuses functions and undeclared memory, with advice", () => {
  const ofFunction = assertThrows(() => encodeMemory(keeper, () => 1), UsageError, "received ");
  assertEquals(
    ofFunction.advice,
    "Memory must be data: numbers, strings, arrays, records, Maps, Sets.",
  );
  assertEquals(ofFunction.cause instanceof Error, true);
  const undeclared = assertThrows(
    () => encodeMemory({ name: "none" }, 1),
    UsageError,
    "received memory from one without initialMemory",
  );
  assertEquals(undeclared.advice, "Declare initialMemory: the memory of the first call.");
});
