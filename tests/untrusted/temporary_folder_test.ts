import { assert, assertEquals } from "@std/assert";
import { basename, dirname, join } from "node:path";
import { temporaryFolder } from "../../src/temporary_folder.ts";

/** Makes a folder and prints its path; it is killed then. */
const owner = `
  import { temporaryFolder } from "${import.meta.resolve("../../src/temporary_folder.ts")}";
  const { path } = await temporaryFolder(Deno.args[0]);
  await Deno.writeTextFile(path + "/data", "large");
  console.log(path);
  setInterval(() => {}, 1000);
`;

Deno.test("temporaryFolder() removes what a killed process has left, and nothing that is in use or not its own", async () => {
  const prefix = `opto-test-${crypto.randomUUID()}-`;
  const foreign = await Deno.makeTempDir({ prefix });
  await using used = await temporaryFolder(prefix);
  await using child = new Deno.Command(Deno.execPath(), {
    args: ["eval", "--quiet", owner, prefix],
    stdout: "piped",
  }).spawn();
  const lines = child.stdout.pipeThrough(new TextDecoderStream());
  const { value: left = "" } = await lines.getReader().read();
  const names = async () =>
    (await Array.fromAsync(Deno.readDir(dirname(foreign)))).map(({ name }) => name)
      .filter((name) => name.startsWith(prefix)).toSorted();
  const kept = [foreign, used.path].map((path) => basename(path));
  {
    await using other = await temporaryFolder(prefix);
    const all = [...kept, basename(left.trim()), basename(other.path)];
    assertEquals(await names(), all.toSorted(), "its process lives");
  }
  child.kill("SIGKILL");
  await child.status;
  assert((await names()).includes(basename(left.trim())));
  {
    await using _other = await temporaryFolder(prefix);
  }
  assertEquals(await names(), kept.toSorted());
  await Deno.remove(join(foreign));
});
