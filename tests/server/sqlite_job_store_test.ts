import { join } from "@std/path";
import { sqliteJobStore } from "../../src/server/sqlite_job_store.ts";
import { jobStoreConformance } from "../support/job_store_conformance.ts";
import { tempDir } from "../support/temp_dir.ts";

jobStoreConformance("sqliteJobStore()", async () => {
  const path = join(await tempDir(), "jobs.sqlite");
  return { store: sqliteJobStore(path), reopen: () => Promise.resolve(sqliteJobStore(path)) };
});
