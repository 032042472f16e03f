/**
 * Opens the queue of batches in a database.
 *
 * @module
 */
import type { BatchQueue } from "./batch_queue.ts";

/**
 * Connects to the database and brings its schema up to date.
 *
 * @param url `postgres://user:password@host:port/database` @param program name in the database's list of connections
 * @throws {UsageError} when the database cannot be used
 */
export async function openBatches(url: string, program: string): Promise<BatchQueue> {
  const [{ openDatabase }, { postgresBatchQueue }] = await Promise.all([
    import("../database/database.ts"),
    import("./postgres_batch_queue.ts"),
  ]);
  return postgresBatchQueue(await openDatabase(url, { maxConnections: 1, program }));
}
