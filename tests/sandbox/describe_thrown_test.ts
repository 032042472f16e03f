import { assertEquals } from "@std/assert";
import { describeFailure, describeThrown } from "../../sandbox/describe_thrown.ts";
import { replyLimits } from "../../sandbox/limits.ts";
import { cannot, revivedError } from "../../sandbox/revived_error.ts";

const { maxErrorNameChars, maxErrorMessageChars, maxErrorStackChars } = replyLimits;

const described = (thrown: unknown) => JSON.parse(describeThrown(thrown));

Deno.test("describeThrown() gives name, message and stack of an error", () => {
  const error = Object.assign(new RangeError('"far"'), { stack: "its stack" });
  assertEquals(described(error), { name: "RangeError", message: '"far"', stack: "its stack" });
});

Deno.test("describeThrown() prints what is no error", () => {
  const revoked = Proxy.revocable({}, {});
  revoked.revoke();
  assertEquals(described(3), { name: "Thrown", message: "3", stack: "" });
  assertEquals(described({ message: "m" }).message, '{ message: "m" }');
  assertEquals(described(revoked.proxy), { name: "Thrown", message: "<unprintable>", stack: "" });
});

Deno.test("describeThrown() leaves out what is no text, and what throws", () => {
  const odd = Object.assign(new Error(), { name: 1, message: {}, stack: null });
  assertEquals(described(odd), { name: "Error", message: "", stack: "" });
  const hostile = new Error();
  for (const key of ["name", "message", "stack"]) {
    Object.defineProperty(hostile, key, {
      get() {
        throw hostile;
      },
    });
  }
  assertEquals(described(hostile), { name: "Error", message: "", stack: "" });
});

Deno.test("describeThrown() cuts each text that is over its limit, and no other", () => {
  const fit = {
    name: "n".repeat(maxErrorNameChars),
    message: "m".repeat(maxErrorMessageChars),
    stack: "s".repeat(maxErrorStackChars),
  };
  assertEquals(described(Object.assign(new Error(), fit)), fit);
  const over = described(
    Object.assign(new Error(), {
      name: `${fit.name}x`,
      message: `${fit.message}x`,
      stack: `${fit.stack}x`,
    }),
  );
  assertEquals(over, {
    name: `${fit.name.slice(1)}…`,
    message: `${fit.message.slice(1)}…`,
    stack: `${fit.stack.slice(1)}…`,
  });
  assertEquals(described("x".repeat(maxErrorMessageChars)).message.length, maxErrorMessageChars);
});

Deno.test("describeFailure() has no stack", () => {
  assertEquals(JSON.parse(describeFailure("E", "m")), { name: "E", message: "m", stack: "" });
});

Deno.test("revivedError() has name, message and stack of the other error, none of them enumerable", () => {
  const error = revivedError({ name: "Mine", message: "m", stack: "its stack" });
  assertEquals([error.name, error.message, error.stack], ["Mine", "m", "its stack"]);
  assertEquals(Object.keys(error), []);
  const { value: _name, ...flags } = Object.getOwnPropertyDescriptor(error, "name") ?? {};
  assertEquals(flags, { writable: true, configurable: true, enumerable: false });
  const own = revivedError({ name: "Mine", message: "m", stack: "" });
  assertEquals(own.stack?.includes("describe_thrown_test"), true);
});

Deno.test("cannot() says which action failed", () => {
  assertEquals([cannot("go").name, cannot("go").message], ["TypeError", "Cannot go"]);
});
