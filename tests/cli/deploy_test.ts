import { assert, assertEquals } from "@std/assert";
import { serveCommand } from "../../src/cli/commands/serve.ts";
import { workCommand } from "../../src/cli/commands/work.ts";

const read = (name: string) =>
  Deno.readTextFile(new URL(`../../docs/deploy/${name}`, import.meta.url));

Deno.test("the options in docs/deploy are those of the commands", async () => {
  const compose = await read("compose.yaml");
  const [, work = ""] = /command: \[(.*)\]/.exec(compose) ?? [];
  const [, serve = ""] = /command:\n((?: +- .*\n)+)/.exec(compose) ?? [];
  const optionsIn = (text: string) => [...text.matchAll(/--([a-z-]+)/g)].map(([, name]) => name!); // !: a group
  for (const [text, command] of [[work, workCommand], [serve, serveCommand]] as const) {
    const options = optionsIn(text);
    assert(options.includes("task"));
    assertEquals(options.filter((name) => !Object.hasOwn(command.options, name)), []);
  }
  const served = (await read("README.md")).matchAll(/\bserve ((?:--[a-z-]+ \S+ ?)+)/g);
  for (const [, text = ""] of served) {
    assertEquals(optionsIn(text).filter((name) => !Object.hasOwn(serveCommand.options, name)), []);
  }
});

Deno.test("the image is made with the version of Deno that is supported, from files that exist", async () => {
  const dockerfile = await read("Dockerfile");
  const [, version] = /^FROM denoland\/deno:(\S+)$/m.exec(dockerfile) ?? [];
  assertEquals(version, "2.9.6");
  for (const [, paths = ""] of dockerfile.matchAll(/^COPY (.+) \S+$/gm)) {
    for (const path of paths.split(" ")) await Deno.stat(new URL(`../../${path}`, import.meta.url));
  }
});
