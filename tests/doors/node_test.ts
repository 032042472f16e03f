/** From Node: what the README says works. */
import { assertEquals } from "@std/assert";
import { dirname, join } from "node:path";
import ts from "typescript";
import { serveApp } from "../server/served_app.ts";
import { listen } from "../client/listen.ts";
import { loadedBy } from "../client/loaded_by.ts";
import { tempDir } from "../support/temp_dir.ts";
import { testWithCommand } from "../support/with_command.ts";
import { clone } from "./project.ts";

const program = `import { createClient, EndpointError } from "./src/entry/client.js";

const client = createClient(process.argv[2]);
const { id } = await client.createJob({ task: "pack" }, { idempotencyKey: 'a "key"' });
const again = await client.createJob({ task: "pack" }, { idempotencyKey: 'a "key"' });
const types = new Set();
for await (const event of client.events(id)) types.add(event.type);
const { state } = await client.wait(id);
const { score } = await client.best(id);
const error = await client.job("none").catch((error) => error);
console.log(JSON.stringify({
  isOne: again.id === id, hasEvents: types.has("best"), state, score,
  status: error instanceof EndpointError && error.status,
}));
`;

testWithCommand("node", "a program of Node uses an endpoint with @opto/opto/client", async () => {
  // Modules as JavaScript, as JSR gives them to npm.
  const dir = await tempDir();
  for (const path of await loadedBy("src/entry/client.ts")) {
    const { outputText } = ts.transpileModule(await Deno.readTextFile(join(clone, path)), {
      compilerOptions: {
        module: ts.ModuleKind.ESNext,
        target: ts.ScriptTarget.ES2022,
        rewriteRelativeImportExtensions: true,
        verbatimModuleSyntax: true,
      },
    });
    await Deno.mkdir(join(dir, dirname(path)), { recursive: true });
    await Deno.writeTextFile(join(dir, path.replace(/\.ts$/, ".js")), outputText);
  }
  await Deno.writeTextFile(join(dir, "package.json"), '{ "type": "module" }');
  await Deno.writeTextFile(join(dir, "main.js"), program);
  await using served = await serveApp();
  await using server = listen(served.app.fetch);
  const { code, stdout, stderr } = await new Deno.Command("node", {
    args: ["main.js", server.url],
    cwd: dir,
  }).output();
  const text = new TextDecoder();
  assertEquals([code, text.decode(stderr)], [0, ""]);
  assertEquals(JSON.parse(text.decode(stdout)), {
    isOne: true,
    hasEvents: true,
    state: "done",
    score: -208.1,
    status: 404,
  });
});
