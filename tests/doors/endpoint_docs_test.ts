/** The endpoint door: what docs/endpoint.md tells to type, typed. */
import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { join } from "node:path";
import { opto, startOpto } from "../cli/opto_command.ts";
import { tempDir } from "../support/temp_dir.ts";
import { testWithCommand } from "../support/with_command.ts";
import { clone } from "./project.ts";

testWithCommand(
  "curl",
  "the commands of docs/endpoint.md start a server, run a job, fetch its results and admit a holder",
  async () => {
    const text = await Deno.readTextFile(join(clone, "docs/endpoint.md"));
    const [start = "", calls = "", holders = "", holdersCall = "", ...others] = [
      ...text.matchAll(/^```sh\n(.*?)^```/gms),
    ].map(([, block]) => block ?? "");
    assertEquals(others, [], "a block that no test types");
    const dir = await tempDir();

    const stdout = await served(start, { dir, calls });
    assertMatch(stdout, /^event: finished$/m);
    assertMatch(stdout, /^event: end\ndata: \{.*"state":"done"/m);
    assertStringIncludes(stdout, "Keep the code short.");
    assertStringIncludes(stdout, "opto_jobs");
    const best = JSON.parse(await Deno.readTextFile(join(dir, "best.json")));
    assertStringIncludes(best.parameters.priority, "function priority");
    assertStringIncludes(await Deno.readTextFile(join(dir, "report.html")), "bin-packing");
    const document = JSON.parse(await Deno.readTextFile(join(dir, "openapi.json")));
    const typed = calls.split("\n").filter((line) => line.includes("$URL/")).length;
    const operations = Object.values(document.paths as Record<string, object>)
      .flatMap((methods) => Object.keys(methods)).length;
    assert(typed >= operations - 2, "a route of the document that no command asks"); // one line asks three

    const [create = "", serve = ""] = holders.trim().split("\n");
    const [words = "", file = ""] = create.split(" > ");
    const { code, stdout: token } = await opto(wordsOf(words), { cwd: dir });
    assertEquals(code, 0);
    await Deno.writeTextFile(join(dir, file), token);
    const task = serve.replace("examples/quickstart.ts", join(clone, "examples/quickstart.ts"));
    assertMatch(await served(task, { dir, calls: holdersCall }), /^\{"jobs":\[/);
  },
);

/** Starts a server as a block of the document does, types the commands of another one, and gives what they print. */
async function served(
  start: string,
  { dir, calls }: { readonly dir: string; readonly calls: string },
): Promise<string> {
  const words = wordsOf(start);
  assertEquals(words[0], "serve");
  const cwd = words.includes("--tokens") ? dir : clone;
  const server = startOpto([...words, "--port=0", `--data=${dir}/data`], { cwd });
  const url = await server.until(/listens on (http:\S+)\//);
  assertStringIncludes(calls, "http://127.0.0.1:8787");
  const typed = await new Deno.Command("bash", {
    args: ["-euo", "pipefail", "-c", calls.replaceAll("http://127.0.0.1:8787", url)],
    cwd: dir,
  }).output();
  const [stdout = "", stderr] = [typed.stdout, typed.stderr].map((bytes) =>
    new TextDecoder().decode(bytes)
  );
  assertEquals(typed.code, 0, `${stdout}\n${stderr}`);
  server.kill("SIGTERM");
  assertEquals((await server.end).code, 0);
  return stdout;
}

/** The arguments of a command line of the document. */
function wordsOf(line: string): string[] {
  return line.trim().replace(/^deno run -A mod\.ts /, "").split(" ");
}
