import { assert, assertEquals } from "@std/assert";
import { basename, dirname } from "@std/path";
import { ownedTempFolder } from "../../src/untrusted/owned_temp_folder.ts";

const prefix = `opto-owned-${crypto.randomUUID().slice(0, 8)}-`;

async function exists(path: string): Promise<boolean> {
  return await Deno.stat(path).then(() => true, () => false);
}

/** A process that makes a folder, says its path and waits. */
async function owner(): Promise<{ readonly path: string; kill(): Promise<void> }> {
  const module = import.meta.resolve("../../src/untrusted/owned_temp_folder.ts");
  const code = `const { ownedTempFolder } = await import(${JSON.stringify(module)});
    const { path } = await ownedTempFolder(${JSON.stringify(prefix)});
    console.log(path);
    setInterval(() => {}, 1000);`;
  const child = new Deno.Command(Deno.execPath(), {
    args: ["eval", "--no-check", code],
    stdin: "null",
    stdout: "piped",
  }).spawn();
  const lines = child.stdout.pipeThrough(new TextDecoderStream()).getReader();
  const { value = "" } = await lines.read();
  return {
    path: value.trim(),
    async kill() {
      child.kill("SIGKILL");
      await child.status;
      await lines.cancel();
    },
  };
}

Deno.test("ownedTempFolder() removes folders of killed processes, and none that is in use", async () => {
  const [dead, living] = [await owner(), await owner()];
  const foreign = await Deno.makeTempDir({ prefix }); // without a lock
  await Deno.writeTextFile(`${dead.path}/some.txt`, "left");
  await dead.kill();
  assert(await exists(dead.path));
  {
    await using own = await ownedTempFolder(prefix);
    assert(basename(own.path).startsWith(prefix));
    await using second = await ownedTempFolder(prefix);
    assertEquals(
      await Promise.all([dead.path, living.path, own.path, second.path, foreign].map(exists)),
      [false, true, true, true, true],
    );
  }
  await living.kill();
  await (await ownedTempFolder(prefix))[Symbol.asyncDispose]();
  await Deno.remove(foreign);
  const left = [...Deno.readDirSync(dirname(foreign))].filter(({ name }) =>
    name.startsWith(prefix)
  );
  assertEquals(left, []);
});
