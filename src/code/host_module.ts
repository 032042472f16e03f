/**
 * Reads modules of the host at once, for the lines of theirs that failed, as far as it may without asking.
 *
 * @module
 */

/** The text of a module on the local disk; undefined for others, and where reading is not granted. */
export function readHostModule(url: string): string | undefined {
  if (!url.startsWith("file:")) return undefined;
  const path = new URL(url);
  if (Deno.permissions.querySync({ name: "read", path }).state !== "granted") return undefined;
  return Deno.readTextFileSync(path);
}
