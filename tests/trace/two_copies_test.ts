import { assert, assertEquals, assertNotStrictEquals, assertRejects } from "@std/assert";
import { parametersOf } from "../../src/trace/agent/agent.ts";
import { withSandbox, withScope } from "../../src/trace/ambient.ts";
import { ExecutionError } from "../../src/trace/failure/execution_error.ts";
import { isNode, isParameter, node, unwrap } from "../../src/trace/node.ts";
import { ops } from "../../src/trace/operators/ops.ts";
import { sharedSandbox } from "../support/shared_sandbox.ts";
import { tempDir } from "../support/temp_dir.ts";

/** A second copy of the trace, as a task that names another version of the library would load it. */
async function secondCopy() {
  const folder = await tempDir();
  const root = new URL("../../", import.meta.url);
  const copy = async (path: string): Promise<void> => {
    await Deno.mkdir(`${folder}/${path}`, { recursive: true });
    for await (const { name, isFile } of Deno.readDir(new URL(path, root))) {
      const inner = `${path}/${name}`;
      if (isFile) await Deno.copyFile(new URL(inner, root), `${folder}/${inner}`);
      else await copy(inner);
    }
  };
  await copy("src/trace");
  await copy("sandbox");
  for (const file of ["src/errors.ts", "src/seeds.ts"]) {
    await Deno.copyFile(new URL(file, root), `${folder}/${file}`);
  }
  const url = (name: string) => new URL(`file://${folder}/src/trace/${name}.ts`).href;
  const trace: typeof import("../../src/trace/node.ts") = await import(url("node"));
  const code: typeof import("../../src/trace/code/trainable.ts") = await import(
    url("code/trainable")
  );
  return {
    ...trace,
    ...code,
    [Symbol.asyncDispose]: () => Deno.remove(folder, { recursive: true }),
  };
}

Deno.test("two copies of the library recognize each other's nodes, code, errors and contexts", async () => {
  await using other = await secondCopy();
  assertNotStrictEquals(other.TraceNode, (await import("../../src/trace/trace_node.ts")).TraceNode);
  const theirs = other.parameter(2, { name: "theirs" });
  assert(isNode(theirs) && isParameter(theirs));
  const product = ops.mul(theirs, node(3));
  assertEquals([product.data, product.inputs[0] === theirs, unwrap([theirs])], [6, true, [2]]);
  assert(product.id > theirs.id);
  assertEquals(withScope("s", () => other.node(1, { name: "x" }).baseName), "s/x");
  const f = other.trainable((x: number): number => x + 1, { name: "f" });
  assertEquals([...parametersOf(f)], [["f", f.parameter]]);
  await withSandbox(sharedSandbox, async () => {
    assertEquals((await f(1)).data, 2);
    f.parameter.update("export const f = (x: number): number => { throw new Error('no') };");
    const error = await assertRejects(() => f(1), ExecutionError);
    assertEquals(error.node.data, "(Error) no");
  });
});
