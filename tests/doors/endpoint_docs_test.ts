/** The endpoint door: what docs/endpoint.md tells to type, typed. */
import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { join } from "@std/path";
import { startOpto } from "../cli/opto_command.ts";
import { tempDir } from "../support/temp_dir.ts";
import { testWithCommand } from "../support/with_command.ts";
import { clone } from "./project.ts";

testWithCommand(
  "curl",
  "the commands of docs/endpoint.md start a server, run a job and fetch its results",
  async () => {
    const text = await Deno.readTextFile(join(clone, "docs/endpoint.md"));
    const [start = "", calls = "", ...others] = [...text.matchAll(/^```sh\n(.*?)^```/gms)]
      .map(([, block]) => block ?? "");
    assertEquals(others, [], "a block that no test types");
    const words = start.trim().replace(/^deno run -A mod\.ts /, "").split(" ");
    assertEquals(words[0], "serve");

    const dir = await tempDir();
    const server = startOpto([...words, "--port=0", `--data=${dir}/data`], { cwd: clone });
    const url = await server.until(/listens on (http:\S+)\//);
    assertStringIncludes(calls, "http://127.0.0.1:8787/");
    const typed = await new Deno.Command("bash", {
      args: ["-euo", "pipefail", "-c", calls.replaceAll("http://127.0.0.1:8787", url)],
      cwd: dir,
    }).output();
    const [stdout, stderr] = [typed.stdout, typed.stderr].map((bytes) =>
      new TextDecoder().decode(bytes)
    );
    assertEquals(typed.code, 0, stderr);
    assertMatch(stdout ?? "", /^event: finished$/m);
    assertMatch(stdout ?? "", /^event: end\ndata: \{.*"state":"done"/m);
    const best = JSON.parse((stdout ?? "").trimEnd().split("\n").at(-1) ?? "");
    assertStringIncludes(best.parameters.priority, "function priority");
    assertStringIncludes(await Deno.readTextFile(join(dir, "report.html")), "bin-packing");
    const page = await (await fetch(url)).text();
    assert(page.includes("bin-packing"));
    server.kill("SIGTERM");
    assertEquals((await server.end).code, 0);
  },
);
