import { assert, assertEquals } from "@std/assert";
import { bundle } from "../../../src/trace/bundle/bundle.ts";
import { ExecutionError } from "../../../src/trace/failure/execution_error.ts";
import { hostFailure } from "../../../src/trace/failure/host_failure.ts";
import { installHostServices } from "../../../src/trace/host_services.ts";

const source = Array.from({ length: 9 }, (_, i) => `line ${i + 1}`).join("\n");

installHostServices({
  moduleReader: (url) => {
    if (url.endsWith("secret.ts")) throw new Error("not allowed");
    return url.startsWith("file:") ? source : undefined;
  },
});

function thrownAt(...lines: readonly string[]): Error {
  const library = new URL("../../../src/trace/bundle/bundle.ts", import.meta.url);
  const stack = ["Error: x", ...[...lines, `${library}:1:1`].map((line) => `    at ${line}`)].join(
    "\n",
  );
  return Object.assign(new Error("no"), { stack });
}

Deno.test("hostFailure() shows each frame by function, file and marked line", () => {
  const error = thrownAt("inner (file:///a/deep.ts:1:1)", "file:///a/top.ts:9:1");
  assertEquals(hostFailure(error, "f", "").full.split("\n"), [
    "inner in deep.ts, line 1",
    "1 | line 1  <--- (Error) no",
    "2 | line 2",
    "3 | line 3",
    "4 | line 4",
    "(top level) in top.ts, line 9",
    "6 | line 6",
    "7 | line 7",
    "8 | line 8",
    "9 | line 9  <--- the error came out of this call",
  ]);
});

Deno.test("hostFailure() marks the function itself where its file cannot be read", () => {
  for (const url of ["https://host/a/far.ts", "file:///a/secret.ts"]) {
    const file = url.slice(url.lastIndexOf("/") + 1);
    const { full } = hostFailure(thrownAt(`g (${url}:3:1)`), "f", "g");
    assertEquals(full, `g in ${file}, line 3  <--- (Error) no`);
  }
});

Deno.test("hostFailure() names the operator where the stack says nothing", () => {
  assertEquals(hostFailure("text", "f", "f").full, 'f(…)  <--- (string) "text"');
});

Deno.test("hostFailure() shows five frames at most", () => {
  const framesOf = (count: number) =>
    hostFailure(
      thrownAt(...Array.from({ length: count }, (_, i) => `f${i} (https://h/a.ts:${i + 1}:1)`)),
      "f",
      "",
    ).full.split("\n").length;
  assertEquals([framesOf(4), framesOf(5), framesOf(6)], [4, 5, 5]);
});

const madeOutside = new Error("out of credit"); // beside this line stands code that is nobody's business

Deno.test("an error that was made outside of a bundle brings no code of the host into its feedback", async () => {
  const rethrows = bundle(function rethrows(): number {
    throw madeOutside;
  });
  const later = bundle(async function later(): Promise<number> {
    await Promise.resolve();
    throw madeOutside;
  });
  const own = bundle(async function own(): Promise<number> {
    await Promise.resolve();
    throw new Error("own");
  });
  const unnamed = bundle((): number => {
    throw new Error("own");
  });
  const full = async (call: () => unknown) => {
    try {
      await call();
    } catch (error) {
      assert(error instanceof ExecutionError);
      return error.feedback("full");
    }
  };
  assertEquals(await full(rethrows), "rethrows(…)  <--- (Error) out of credit");
  assertEquals(await full(later), "later(…)  <--- (Error) out of credit");
  for (const call of [own, unnamed]) {
    assert((await full(call))?.includes("in host_failure_test.ts, line"), await full(call));
  }
});
