import { assertEquals, assertRejects } from "@std/assert";
import { openDatabase } from "../../../src/database/database.ts";
import type { Session } from "../../../src/database/session.ts";
import { enter } from "../../../src/jobs/postgres/presence.ts";
import { bossSchema } from "../../../src/jobs/postgres/deliveries.ts";
import { postgresJobStore } from "../../../src/jobs/postgres/postgres_job_store.ts";
import type { JobStore } from "../../../src/jobs/job_store.ts";
import { StoreError } from "../../../src/jobs/store_error.ts";
import { endLeases, endPauses, jobDatabase } from "../../support/job_database.ts";
import { jobStoreConformance } from "../../support/job_store_conformance.ts";
import { spendingConformance } from "../../support/spending_conformance.ts";
import { type PostgresServer, postgresTest } from "../../support/postgres.ts";

/** A store with a database connection of its own, as another machine has it. */
async function openStore(url: string): Promise<JobStore> {
  const database = await openDatabase(url, { maxConnections: 4 });
  const store = await postgresJobStore(database, fail);
  const dispose = store[Symbol.asyncDispose];
  return {
    ...store,
    async [Symbol.asyncDispose]() {
      await dispose.call(store);
      await database[Symbol.asyncDispose]();
    },
  };
}

async function storesOf(postgres: PostgresServer) {
  const url = await jobDatabase(postgres);
  return {
    url,
    store: await openStore(url),
    reopen: () => openStore(url),
    async leaseEnds(store: JobStore) {
      await endLeases(postgres, url);
      await store.recover();
      await endPauses(postgres, url);
    },
    async damage(id: string, change: string) {
      await using database = await openDatabase(url, { maxConnections: 1 });
      await database.query(`UPDATE opto.jobs SET ${change} WHERE id = $1`, [id]);
    },
  };
}

for (const conformance of [jobStoreConformance, spendingConformance]) {
  conformance("postgresJobStore()", (name, run) => {
    postgresTest(name, async (postgres) => await run(await storesOf(postgres)));
  });
}

const job = (id: string) => ({ id, task: "pack", options: {} });

postgresTest(
  "a claim that is renewed is nobody else's, also when its lease was over",
  async (postgres) => {
    const { url, ...under } = await storesOf(postgres);
    await using store = under.store;
    await using other = await under.reopen();
    await store.add(job("a"));
    const claim = await store.claim();
    await store.recover();
    assertEquals(await other.claim(), undefined);
    await endLeases(postgres, url);
    await other.recover(); // as when the database was away for longer than a lease
    assertEquals(await store.renew(claim!), { isHeld: true, isCancelRequested: false });
    await endPauses(postgres, url);
    assertEquals(await other.claim(), undefined);
    assertEquals(await store.finish(claim!, { state: "done" }), true);
  },
);

postgresTest(
  "stores that are opened at once on an empty database make its tables once",
  async (postgres) => {
    for (let round = 0; round < 3; round++) {
      const url = await postgres.newDatabase();
      const stores = await Promise.all(Array.from({ length: 4 }, () => openStore(url)));
      await stores[0]?.add(job("a"));
      assertEquals((await stores[3]?.get("a"))?.id, "a");
      for (const store of stores) await store[Symbol.asyncDispose]();
    }
  },
);

postgresTest("a job that failed to end waits longer before each start", async (postgres) => {
  const { url, ...under } = await storesOf(postgres);
  await using store = under.store;
  await store.add(job("a"));
  const pauses: number[] = [];
  for (let attempt = 1; attempt <= 3; attempt++) {
    await store.claim();
    await endLeases(postgres, url);
    await store.recover();
    const seconds = "SELECT extract(epoch FROM start_after - now())";
    const sql = `${seconds} FROM ${bossSchema}.job WHERE state = 'retry'`;
    pauses.push(Number(await postgres.sql(new URL(url).pathname.slice(1), sql)));
    await endPauses(postgres, url);
  }
  const [first = 0, second = 0, third = 0] = pauses;
  assertEquals([first > 0, second > 1.5, third > 3.5, third < 9], [true, true, true, true]);
});

postgresTest("watch() hears of a cancel by another process", async (postgres) => {
  const under = await storesOf(postgres);
  await using store = under.store;
  await using other = await under.reopen();
  await store.add(job("a"));
  await store.claim();
  const ready = Promise.withResolvers<void>();
  const heard = Promise.withResolvers<string>();
  using _watching = store.watch((id) => id === undefined ? ready.resolve() : heard.resolve(id));
  await ready.promise;
  await other.cancel("a");
  assertEquals(await heard.promise, "a");
});

postgresTest(
  "postgresJobStore() rejects with a StoreError that names no SQL when the database is away",
  async (postgres) => {
    const url = await jobDatabase(postgres);
    const database = await openDatabase(url);
    const store = await postgresJobStore(database);
    await store[Symbol.asyncDispose]();
    await database[Symbol.asyncDispose]();
    const error = await assertRejects(() => store.add(job("a")), StoreError);
    assertEquals(error.summary, "Cannot save a job");
  },
);

postgresTest("a job that no worker takes says so until one comes", async (postgres) => {
  const { url, store: opened } = await storesOf(postgres);
  await using store = opened;
  await using database = await openDatabase(url);
  await using server = enter(database, undefined, fail);
  await store.add(job("a"));
  await server.beat();
  assertEquals((await store.get("a"))?.error, null); // its worker may be on the way
  await database.query("UPDATE opto.jobs SET created_at = now() - interval '1 minute'");
  await server.beat();
  assertEquals((await store.get("a"))?.error?.code, "no-worker");
  {
    await using worker = enter(database, { tasks: ["pack"], sources: false }, fail);
    await worker.beat();
    assertEquals((await store.get("a"))?.error, null);
  }
  await server.beat();
  assertEquals((await store.get("a"))?.error?.code, "no-worker");
  await store.claim();
  assertEquals((await store.get("a"))?.error, null);
});

function fail(error: unknown): never {
  throw error;
}

postgresTest(
  "postgresJobStore() reads the source of a job only when asked for it",
  async (postgres) => {
    const url = await jobDatabase(postgres);
    await using database = await openDatabase(url);
    const columns = new Set<string>();
    const seen = (session: Session): Session => ({
      async query(statement, values) {
        const rows = await session.query(statement, values);
        for (const row of rows) for (const column of Object.keys(row)) columns.add(column);
        return rows;
      },
    });
    await using store = await postgresJobStore({
      ...database,
      ...seen(database),
      transaction: (change) => database.transaction((session) => change(seen(session))),
    });
    const source = { files: { "task.ts": "export default 1" }, entry: "task.ts" };
    await store.add({ ...job("a"), task: source, idempotencyKey: "k" });
    await store.get("a");
    await store.list();
    await store.withKey("k");
    await store.claim();
    await store.cancel("a");
    assertEquals([columns.has("options"), columns.has("source")], [true, false]);
    assertEquals(await store.source("a"), source);
  },
);

postgresTest(
  "a claim tries no queue without a job that may start",
  async (postgres) => {
    const url = await jobDatabase(postgres);
    await using database = await openDatabase(url);
    let transactions = 0;
    await using store = await postgresJobStore({
      ...database,
      transaction: (change) => (transactions++, database.transaction(change)),
    });
    for (const holder of ["ann", "bob", "cid"]) {
      for (const place of [1, 2]) {
        await store.add({ ...job(`${holder}${place}`), holder, maxRunning: 1 });
      }
    }
    for (let count = 0; count < 3; count++) await store.claim();
    transactions = 0;
    assertEquals(await store.claim(), undefined);
    assertEquals(transactions, 0);
    await store.cancel("ann1");
    const claim = { job: (await store.get("ann1"))!, fence: 1 }; // "!": it was added above
    await store.finish(claim, { state: "cancelled" });
    assertEquals((await store.claim())?.job.id, "ann2");
  },
);

postgresTest(
  "postgresJobStore() opens for several at once on an empty database",
  async (postgres) => {
    const url = await postgres.newDatabase();
    const stores = await Promise.all(Array.from({ length: 4 }, () => openStore(url)));
    for (const store of stores) await store[Symbol.asyncDispose]();
  },
);
