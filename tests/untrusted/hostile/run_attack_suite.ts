/**
 * Runs the suite of attacks in a host of its own, which must survive and say nothing.
 *
 * @module
 */
import { assert, assertEquals } from "@std/assert";
import { join } from "@std/path";
import type { TaskAttackResult } from "./attack_suite.ts";

const decoder = new TextDecoder();

/** @param places of the attacks, with commas between them; "all" for each attack at each place */
export async function assertHeld(places: string): Promise<readonly TaskAttackResult[]> {
  const directory = await Deno.makeTempDir({ prefix: "opto-suite-" });
  const report = join(directory, "report.json");
  try {
    const suite = new URL("attack_suite.ts", import.meta.url).href;
    const { success, signal, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
      args: ["run", "-A", "--no-check", "--quiet", suite, places, report],
    }).output();
    const said = decoder.decode(stdout) + decoder.decode(stderr);
    assert(success, `the host did not survive (${signal}): ${said}`);
    assertEquals(said, "", "something came out on the host's terminal");
    return JSON.parse(await Deno.readTextFile(report));
  } finally {
    await Deno.remove(directory, { recursive: true });
  }
}
