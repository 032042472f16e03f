/**
 * Runs a suite of attacks in a host of its own, which must survive and say nothing.
 *
 * @module
 */
import { assert, assertEquals } from "@std/assert";
import { join } from "node:path";

const decoder = new TextDecoder();

/**
 * Runs a suite, and gives the results that it wrote.
 *
 * @param suite URL of its program, called with `attacks` and the path of the report @param attacks which of them
 */
export async function runSuite<Result>(suite: URL, attacks: string): Promise<readonly Result[]> {
  const directory = await Deno.makeTempDir({ prefix: "opto-suite-" });
  const report = join(directory, "report.json");
  try {
    const { success, signal, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
      args: ["run", "-A", "--no-check", "--quiet", suite.href, attacks, report],
    }).output();
    const said = decoder.decode(stdout) + decoder.decode(stderr);
    assert(success, `the host did not survive (${signal}): ${said}`);
    assertEquals(said, "", "something came out on the host's terminal");
    return JSON.parse(await Deno.readTextFile(report));
  } finally {
    await Deno.remove(directory, { recursive: true });
  }
}
