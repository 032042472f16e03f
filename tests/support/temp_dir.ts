/**
 * Folders for tests, gone when the test file is done.
 *
 * @module
 */
const made: string[] = [];

globalThis.addEventListener("unload", () => {
  for (const path of made) {
    try {
      Deno.removeSync(path, { recursive: true });
    } catch (error) {
      if (!(error instanceof Deno.errors.NotFound)) throw error;
    }
  }
});

/** An empty folder. */
export async function tempDir(): Promise<string> {
  const path = await Deno.makeTempDir({ prefix: "opto-test-" });
  made.push(path);
  return path;
}
