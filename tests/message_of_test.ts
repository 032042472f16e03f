import { assert, assertEquals } from "@std/assert";
import { messageOf, readableThrow } from "../src/message_of.ts";

/** A value whose every use throws. */
const unreadable = new Proxy(
  {},
  Object.fromEntries(
    ["get", "getPrototypeOf", "ownKeys", "has"].map((trap) => [trap, () => {
      throw new Error("trap");
    }]),
  ),
);

Deno.test("messageOf() gives a message of whatever was thrown", () => {
  const messageOfAll = [new RangeError("far"), "late", null, Object.create(null), unreadable]
    .map(messageOf);
  const none = "a value that cannot be read";
  assertEquals(messageOfAll, ["far", "late", "null", none, none]);
});

Deno.test("readableThrow() replaces only what throws when it is read", () => {
  const error = new Error("kept");
  assertEquals([error, "text", undefined].map(readableThrow), [error, "text", undefined]);
  const replaced = readableThrow(unreadable);
  assert(replaced instanceof TypeError);
});
