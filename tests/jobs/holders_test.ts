import { assertEquals } from "@std/assert";
import { sqliteJobStore } from "../../src/jobs/sqlite_job_store.ts";

Deno.test("claim() passes over the jobs of a holder who has as many running as may, and no others", async () => {
  await using store = sqliteJobStore(":memory:");
  const add = (id: string, holder: string | null, maxRunning?: number) =>
    store.add({ id, task: "pack", options: {}, holder, maxRunning });
  for (const id of ["a1", "a2", "a3"]) await add(id, "ann", 1);
  for (const id of ["b1", "b2"]) await add(id, "bea", 2);
  await add("o1", null);
  const claims = [];
  for (let i = 0; i < 5; i++) claims.push(await store.claim());
  assertEquals(claims.map((claim) => claim?.job.id), ["a1", "b1", "b2", "o1", undefined]);
  const [first] = claims;
  if (first !== undefined) await store.finish(first, { state: "done" });
  assertEquals((await store.claim())?.job.id, "a2");
  assertEquals(await store.claim(), undefined);
});

Deno.test("get() and list() show a holder nothing of the jobs of others, also where a page begins at one", async () => {
  await using store = sqliteJobStore(":memory:");
  const add = (id: string, holder: string | null) =>
    store.add({ id, task: "pack", options: {}, holder });
  await add("a1", "ann");
  await add("b1", "bea");
  await add("o1", null);
  await add("a2", "ann");
  assertEquals((await store.get("a1", "ann"))?.id, "a1");
  for (const id of ["b1", "o1", "none"]) assertEquals(await store.get(id, "ann"), undefined);
  assertEquals((await store.get("b1"))?.id, "b1");
  const list = async (holder?: string, before?: string) =>
    (await store.list({ holder, ...(before === undefined ? {} : { before }) })).map(({ id }) => id);
  assertEquals(await list(), ["a2", "o1", "b1", "a1"]);
  assertEquals(await list("ann"), ["a2", "a1"]);
  assertEquals(await list("ann", "a2"), ["a1"]);
  for (const before of ["b1", "o1", "none"]) assertEquals(await list("ann", before), []);
});
