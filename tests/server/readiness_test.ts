import { assertEquals } from "@std/assert";
import { StoreError } from "../../src/jobs/store_error.ts";
import { checkOf } from "../../src/server/readiness.ts";
import { sandboxPart } from "../../src/server/sandbox_part.ts";

Deno.test("checkOf() shares a try, and makes the next one when the result is too old", async () => {
  let now = 0;
  const tries: PromiseWithResolvers<void>[] = [];
  const part = {
    maxAgeMs: 60_000,
    failure: "Cannot start a sandbox",
    probe: () => {
      tries.push(Promise.withResolvers());
      return tries.at(-1)!.promise; // !: just added
    },
  };
  const errors: unknown[] = [];
  const check = checkOf(part, { onError: (error) => errors.push(error), now: () => now });

  const first = [check(), check()];
  now = 200_000; // a try that takes long is not joined by another one
  first.push(check());
  assertEquals(tries.length, 1);
  tries[0]?.resolve();
  assertEquals(await Promise.all(first), [undefined, undefined, undefined]);
  now += 59_999;
  assertEquals([await check(), tries.length], [undefined, 1]);

  now += 1;
  const failing = check();
  tries[1]?.reject(new Error("/home/me/secret is missing"));
  assertEquals(await failing, "Cannot start a sandbox"); // without the message
  now += 999;
  assertEquals([await check(), tries.length], ["Cannot start a sandbox", 2]);
  now += 1;
  const again = check();
  tries[2]?.reject(new Error("/home/me/secret is missing"));
  await again;
  assertEquals(errors.length, 1); // told once
});

Deno.test("checkOf() gives the summary of a StoreError", async () => {
  const error = new StoreError("Cannot write to the store", new Error("/var/lib is read-only"));
  const check = checkOf({ probe: () => Promise.reject(error) }, { onError() {} });
  assertEquals(await check(), "Cannot write to the store");
});

Deno.test("the sandbox is ready on this machine", async () => {
  await using part = await sandboxPart();
  await part.probe();
  await part.probe(); // another try
});
