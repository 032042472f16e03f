/** A machine that lacks a limit: one on which Opto may not read /proc. */
import { assert, assertEquals, assertMatch } from "@std/assert";
import { join } from "node:path";
import { childLimits } from "../../src/code/child/enforcement.ts";
import { tempDir } from "../support/temp_dir.ts";
import { libraryUrl, opto, startOpto } from "./opto_command.ts";
import { optoHere } from "./opto_here.ts";

const denials = ["--deny-read=/proc"];
const { measuredTime } = childLimits;

const task = `import { defineTask, parameter } from "${libraryUrl}";
export default defineTask({
  name: "three",
  agent: () => ({
    factor: parameter(1, { name: "factor" }),
    forward(x: number) { return this.factor.mul(x); },
  }),
  examples: { train: [1, 2].map((input) => ({ input, expected: 3 * input })) },
  guide: ({ expected }, output) => -Math.abs(Number(output) - expected) || 0,
});
`;

const warning =
  /^warning: this machine does not enforce some limits .*processor time as seen by the host/gm;

Deno.test("doctor names a missing limit and what stands in, and ends with code 0", async () => {
  const { code, stdout } = await opto(["doctor"], { denials });
  assertEquals(code, 0, stdout);
  assertMatch(
    stdout,
    /^! limit: processor time as seen .* it needs \/proc\. Instead: wall time alone$/m,
  );
  assertMatch(stdout, /✓ time is limited/);
  assertMatch(stdout, /The sandbox held against \d+ attacks\. 1 limit of the system is missing/);
});

Deno.test("optimize and resume warn once of a missing limit, log it and report it", async () => {
  const cwd = await tempDir();
  await Deno.writeTextFile(join(cwd, "task.ts"), task);
  const args = ["optimize", "task.ts", "--run-dir", "run", "--steps"];
  const first = await opto([...args, "1"], { cwd, denials });
  assertEquals(first.stdout.match(warning)?.length, 1, first.stdout);
  const again = await opto(["resume", "run", "--steps", "2", "--quiet"], { cwd, denials });
  assertEquals(again.stderr.match(warning)?.length, 1, again.stderr);
  const healthy = await optoHere(["resume", "run", "--steps", "3", "--quiet"], { cwd });
  assertEquals(healthy.stderr, "");
  const events = (await Deno.readTextFile(join(cwd, "run/events.jsonl"))).trimEnd().split("\n")
    .map((line) => JSON.parse(line));
  const logged = events.flatMap(({ missingLimits }) =>
    missingLimits === undefined ? [] : [missingLimits]
  );
  assertEquals(logged, [[measuredTime], [measuredTime], []]);
  const report = await Deno.readTextFile(join(cwd, "run/report.html"));
  assert(report.includes(`does not enforce: ${measuredTime.limit}`));
});

Deno.test("serve warns of a missing limit", async () => {
  const cwd = await tempDir();
  await Deno.writeTextFile(join(cwd, "task.ts"), task);
  const server = startOpto(["serve", "--task", "task.ts", "--port", "0"], { cwd, denials });
  await server.until(/listens on (http:\S+)/);
  server.kill("SIGTERM");
  const { stderr } = await server.end;
  assertEquals(stderr.match(warning)?.length, 1, stderr);
});
