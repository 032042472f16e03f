/**
 * Databases with the tables of a job store, copied from one of a kind.
 *
 * @module
 */
import { openDatabase } from "../../src/database/database.ts";
import { bossSchema } from "../../src/jobs/postgres/deliveries.ts";
import { postgresJobStore } from "../../src/jobs/postgres/postgres_job_store.ts";
import type { PostgresServer } from "./postgres.ts";

const templates = new WeakMap<PostgresServer, Promise<string>>();

/** A new database without jobs, by its URL. Each costs a tenth of what its migrations do. */
export async function jobDatabase(postgres: PostgresServer): Promise<string> {
  const template = templates.get(postgres) ?? makeTemplate(postgres);
  templates.set(postgres, template);
  return await postgres.newDatabase(await template);
}

async function makeTemplate(postgres: PostgresServer): Promise<string> {
  const url = await postgres.newDatabase();
  await using database = await openDatabase(url);
  await using _store = await postgresJobStore(database);
  return databaseOf(url);
}

/** Ends the leases of running jobs of a database, as if their workers had been silent for long. @param job only of this one */
export async function endLeases(postgres: PostgresServer, url: string, job = ""): Promise<void> {
  await postgres.sql(
    databaseOf(url),
    `UPDATE ${bossSchema}.job SET heartbeat_on = now() - interval '1 day'
       WHERE state = 'active' AND '${job}' IN ('', data ->> 'job');
     UPDATE ${bossSchema}.queue SET monitor_on = NULL, monitor_claim_on = NULL`,
  );
}

/** Ends the pauses before retries in a database. */
export async function endPauses(postgres: PostgresServer, url: string): Promise<void> {
  await postgres.sql(
    databaseOf(url),
    `UPDATE ${bossSchema}.job SET start_after = now() WHERE state = 'retry'`,
  );
}

function databaseOf(url: string): string {
  return new URL(url).pathname.slice(1);
}
