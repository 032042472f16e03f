/** No source stalls, crashes or fills the host, whatever its shape. */
import { assert, assertEquals, assertLess, assertMatch, assertNotEquals } from "@std/assert";
import { ChildCompiler } from "../../src/code/child_compiler.ts";
import { costlySources } from "../support/costly_sources.ts";
import { hostLoad } from "../support/host_stall.ts";

const original = "export function f(a: number): number { return a; }";
const unitOf = (text: string) => ({ source: `${original}\n${text}`, entry: "f", original });

/**
 * What the host may lose to one source: processor time in one piece, and memory. A host that read such a source itself
 * would be busy as long as the child, which is ended after 600 ms.
 */
const maxStallMs = 300;
const maxGrownMb = 100;

const compiler = new ChildCompiler({ limitMs: 600, typeLimitMs: 2_000 });
Deno.test.afterAll(() => compiler[Symbol.asyncDispose]());

/** A fifth of all; `deno task soak` takes each. */
const sample = Object.entries(costlySources).filter((_, place) => place % 5 === 0);

for (const [name, text] of sample) {
  Deno.test(`ChildCompiler ends with ${name}, and the host stays free`, async () => {
    const unit = { ...unitOf(text), isTraced: true };
    const { value, stallMs, grownMb } = await hostLoad(() => compiler.compile([unit]));
    const [outcome] = value;
    if (outcome?.kind === "refused") assert(outcome.diagnostics.length > 0);
    else assertEquals(outcome?.kind, "compiled");
    assertLess(stallMs, maxStallMs);
    assertLess(grownMb, maxGrownMb);
  });
}

const costlyTypes = [
  "conditional spreads",
  "a type that counts without end",
  "generics that call each other",
] as const;

for (const name of costlyTypes) {
  Deno.test(`ChildCompiler ends with the types of ${name}, and the host stays free`, async () => {
    const unit = unitOf(costlySources[name]!);
    const { value, stallMs } = await hostLoad(() => compiler.compile([unit], { level: "full" }));
    assertEquals(value.length, 1);
    assertLess(stallMs, maxStallMs);
  });
}

Deno.test("ChildCompiler compiles what was asked together with a source that ends its process", async () => {
  const honest = Array.from({ length: 20 }, (_, index) => unitOf(`const n${index} = ${index};`));
  const hostile = unitOf(costlySources["nested arrows"]!);
  const outcomes = await compiler.compile(honest.toSpliced(10, 0, hostile));
  const kinds = outcomes.map(({ kind }) => kind);
  assertEquals(kinds, kinds.map((_, index) => index === 10 ? "refused" : "compiled"));
  const refusal = outcomes[10];
  assert(refusal?.kind === "refused");
  assertEquals(refusal.isByClock, true);
  assertMatch(
    refusal.diagnostics[0]?.message ?? "",
    /^Cannot compile this source: the compiler (took more than 600 ms|used more memory)/,
  );
});

Deno.test("ChildCompiler replaces a process that was killed, also in the middle of a request", async () => {
  await compiler.compile([unitOf("const before = 1;")]);
  const [first] = compiler.pids;
  const asked = compiler.compile([unitOf("const during = 1;")]);
  Deno.kill(first!, "SIGKILL");
  assertEquals((await asked).map(({ kind }) => kind), ["compiled"]);
  assertNotEquals(compiler.pids[0], first);
});

Deno.test("ChildCompiler refuses source above the limit unread, and an equal one below it", async () => {
  const fill = (length: number) => {
    const { source, ...unit } = unitOf("//");
    return { ...unit, source: source.padEnd(length, "x") };
  };
  const outcomes = await compiler.compile([fill(200_000), fill(200_001)]);
  assertEquals(outcomes.map(({ kind }) => kind), ["compiled", "refused"]);
});
