import { assert, assertEquals, assertRejects } from "@std/assert";
import { CompilationCache } from "../../src/code/compilation_cache.ts";

interface Compiled {
  readonly kind: "compiled";
  readonly code: string;
}

const compiled = (code: string) => Promise.resolve<Compiled>({ kind: "compiled", code });

/** Keys among `keys` that are still there. */
async function remembered(cache: CompilationCache<Compiled>, keys: readonly string[]) {
  const known: string[] = [];
  for (const key of keys) {
    let isNew = false;
    await cache.getOrInsert(key, () => {
      isNew = true;
      return compiled("");
    });
    if (!isNew) known.push(key);
  }
  return known;
}

Deno.test("CompilationCache compiles the same text once", () => {
  const cache = new CompilationCache<Compiled>();
  const first = cache.getOrInsert("a", () => compiled("1"));
  assert(cache.getOrInsert("a", () => compiled("2")) === first);
});

Deno.test("CompilationCache forgets the entries unused for longest when there are too many", async () => {
  const cache = new CompilationCache<Compiled>({ maxEntries: 2 });
  for (const key of ["a", "b", "a", "c"]) await cache.getOrInsert(key, () => compiled(key));
  assertEquals(await remembered(cache, ["a", "c"]), ["a", "c"]);
});

Deno.test("CompilationCache counts the bytes of outcomes, not only of keys", async () => {
  const cache = new CompilationCache<Compiled>({ maxBytes: 1_000 });
  for (const key of ["a", "b", "c"]) {
    await cache.getOrInsert(key, () => compiled("x".repeat(200)));
  }
  assertEquals(await remembered(cache, ["b", "c"]), ["b", "c"]);
  assertEquals(await remembered(cache, ["a"]), []);
  await cache.getOrInsert("huge", () => compiled("x".repeat(2_000)));
  assertEquals(await remembered(cache, ["huge"]), []);
});

Deno.test("CompilationCache forgets a compilation that rejects", async () => {
  const cache = new CompilationCache<Compiled>();
  const failing = () => Promise.reject<Compiled>(new Error("no compiler"));
  await assertRejects(() => cache.getOrInsert("a", failing), Error, "no compiler");
  assertEquals((await cache.getOrInsert("a", () => compiled("1"))).code, "1");
});
