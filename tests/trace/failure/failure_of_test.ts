import { assertEquals } from "@std/assert";
import { failureOf, readThrown, simpleText } from "../../../src/trace/failure/failure_of.ts";

const named = (name: unknown, message: unknown = "m") =>
  Object.defineProperties(new Error(), { name: { value: name }, message: { value: message } });

Deno.test("readThrown() reads the first hundred characters of a name and 4,000 of a message", () => {
  const read = (name: number, message: number) =>
    readThrown(named("N".repeat(name), "m".repeat(message)));
  assertEquals(read(100, 4_000), { name: "N".repeat(100), message: "m".repeat(4_000) });
  assertEquals(read(101, 4_001), read(100, 4_000));
});

Deno.test("readThrown() prints what is no error in at most 4,000 characters", () => {
  const { name, message } = readThrown("x".repeat(4_000));
  assertEquals([name, message.length, message.at(-1)], ["string", 4_000, "…"]);
  assertEquals(readThrown("x".repeat(3_998)).message, `"${"x".repeat(3_998)}"`);
});

Deno.test("readThrown() has words for an error without a name or a message", () => {
  for (const error of [named("", ""), named(3, {})]) {
    assertEquals(readThrown(error), { name: "Error", message: "no message was given" });
  }
});

Deno.test("failureOf() gives the simple text to the writer of the full one", () => {
  const failure = failureOf(new RangeError("far"), (note) => `here: ${note}`);
  assertEquals(failure, {
    kind: "thrown",
    name: "RangeError",
    message: "far",
    full: "here: (RangeError) far",
    place: { file: import.meta.url, line: 27 },
  });
  assertEquals(simpleText(failure), "(RangeError) far");
});
