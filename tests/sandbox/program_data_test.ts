import { assertEquals, assertThrows } from "@std/assert";
import { requestLimits } from "../../sandbox/limits.ts";
import { wireUse } from "../../src/code/sandbox/program_key.ts";

const { maxDataChars, maxDataDepth } = requestLimits;

Deno.test("wireUse() takes data that reaches its limits, and no larger", () => {
  const nested = (depth: number): unknown => depth === 0 ? 1 : [nested(depth - 1)];
  const text = (chars: number) => "x".repeat(chars - 2);
  const sent = (value: unknown) => wireUse("data", { kind: "data", value }).kind;
  assertEquals([sent(text(maxDataChars)), sent(nested(maxDataDepth))], ["data", "data"]);
  const message = 'Cannot use "data" as data of a program';
  assertThrows(() => sent(text(maxDataChars + 1)), TypeError, message);
  assertThrows(() => sent(nested(maxDataDepth + 1)), TypeError, message);
});
