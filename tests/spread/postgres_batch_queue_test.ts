import { openDatabase } from "../../src/database/database.ts";
import { postgresBatchQueue } from "../../src/spread/postgres_batch_queue.ts";
import { postgresTest } from "../support/postgres.ts";
import { testBatchQueue } from "./batch_queue_conformance.ts";

let database: Promise<string> | undefined;

testBatchQueue("postgresBatchQueue()", (name, test) => {
  postgresTest(name, async (postgres) => {
    const url = await (database ??= postgres.newDatabase());
    await using queue = postgresBatchQueue(await openDatabase(url));
    await test(queue);
  });
});
