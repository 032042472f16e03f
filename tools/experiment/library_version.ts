/**
 * The version of the library that makes results.
 *
 * @module
 */
import { version } from "../../src/run/version.ts";

/** As in `0.1.0+1a2b3c4`, or `0.1.0+1a2b3c4.changed` where its files differ from that commit; without a commit outside of a repository. */
export async function libraryVersion(): Promise<string> {
  const commit = await git("rev-parse", "--short=7", "HEAD");
  if (commit === null) return version;
  const changes = await git("status", "--porcelain", "--", "src", "sandbox", "mod.ts", "deno.json");
  return `${version}+${commit}${changes === "" ? "" : ".changed"}`;
}

async function git(...args: readonly string[]): Promise<string | null> {
  const cwd = new URL("../../", import.meta.url);
  const command = new Deno.Command("git", { args: [...args], cwd, stderr: "null" });
  try {
    const { success, stdout } = await command.output();
    return success ? new TextDecoder().decode(stdout).trim() : null;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return null; // no git here
    throw error;
  }
}
