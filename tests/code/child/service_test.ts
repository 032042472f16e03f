import { assert, assertEquals, assertNotEquals, assertRejects } from "@std/assert";
import { pathToFileURL } from "node:url";
import { Service, type ServiceReply } from "../../../src/code/child/service.ts";
import { SandboxError } from "../../../src/errors.ts";
import { tempDir } from "../../support/temp_dir.ts";

const serve = import.meta.resolve("../../../src/code/child/serve.ts");

/** A service of these functions, as text. */
async function serviceOf(functions: string, options: { limitMs?: number; heapMb?: number } = {}) {
  const path = `${await tempDir()}/main.ts`;
  await Deno.writeTextFile(path, `import { serve } from "${serve}";\nawait serve({${functions}});`);
  return new Service({
    name: "the test",
    main: pathToFileURL(path).href,
    limitMs: 20_000,
    ...options,
  });
}

const settled = (reply: ServiceReply) =>
  reply.kind === "answered" ? reply.value : reply.kind === "failed" ? reply.message : reply.kind;

Deno.test("Service answers in order, and gives what a function throws as data", async () => {
  const service = await serviceOf(`
    double: (n) => 2 * n,
    slow: async (n) => { await new Promise((done) => setTimeout(done, 20)); return n; },
    fail: () => { throw new RangeError("no"); }`);
  const replies = await Promise.all([
    service.ask("slow", 1),
    service.ask("double", 4),
    service.ask("fail", null),
    service.ask("toString", null),
    service.ask("double", 5),
  ]);
  assertEquals(replies.map(settled), [1, 8, "no", 'no function "toString"', 10]);
  await service.close();
});

Deno.test("Service ends a request that uses up its processor time, and no other", async () => {
  const service = await serviceOf(`spin: (n) => { while (n > 0); return n; }`, { limitMs: 500 });
  const replies = await Promise.all([0, -1, 1, -2, 1, -3].map((n) => service.ask("spin", n)));
  assertEquals(replies.map(settled), [0, -1, "overdue", -2, "overdue", -3]);
  await service.close();
});

Deno.test({
  name: "Service does not count the time in which a child gets no processor",
  ignore: Deno.build.os !== "linux", // elsewhere the clock counts
  async fn() {
    const service = await serviceOf(`double: (n) => 2 * n`, { limitMs: 300 });
    await service.ask("double", 1);
    Deno.kill(service.pid!, "SIGSTOP");
    const asked = service.ask("double", 2);
    await new Promise((done) => setTimeout(done, 1_000));
    Deno.kill(service.pid!, "SIGCONT");
    assertEquals(settled(await asked), 4);
    await service.close();
  },
});

Deno.test("Service repeats a request once when its child dies, and then gives it up", async () => {
  const service = await serviceOf(
    `
    double: (n) => 2 * n,
    die: () => Deno.kill(Deno.pid, "SIGKILL"),
    fill: () => { const all = []; for (;;) all.push([all.length]); },
    write: () => { console.log("not a frame"); return 1; },
    leave: () => Deno.exit(3)`,
    { limitMs: 10_000, heapMb: 64 },
  );
  const names = ["double", "die", "double", "fill", "write", "leave", "double"];
  const replies = await Promise.all(names.map((name) => service.ask(name, 1)));
  assertEquals(replies.map(settled), [2, "crashed", 2, "crashed", 1, "crashed", 2]);
  await service.close();
});

Deno.test("Service replaces a child that has used much memory after its answer", async () => {
  const service = await serviceOf(`keep: (mb) => {
    (globalThis.kept ??= []).push(new Uint8Array(mb * 2 ** 20).fill(1));
    return globalThis.kept.length;
  }`);
  await service.ask("keep", 1);
  const { pid } = service;
  const replies = await Promise.all([service.ask("keep", 700), service.ask("keep", 1)]);
  assertEquals(replies.map(settled), [2, 1]);
  assertNotEquals(service.pid, pid);
  await service.close();
});

Deno.test("Service starts another child when one is killed while it starts", async () => {
  const service = await serviceOf(`double: (n) => 2 * n`);
  for (let round = 1; round <= 2; round++) {
    const asked = service.ask("double", round);
    Deno.kill(service.pid!, "SIGKILL"); // before it is ready
    assertEquals(settled(await asked), 2 * round);
    await service.close();
  }
});

Deno.test("Service tells why its child cannot start, each time", async () => {
  const service = new Service({ name: "the test", main: "file:///no/such.ts", limitMs: 100 });
  for (let round = 0; round < 2; round++) {
    const error = await assertRejects(
      () => service.ask("f", 1),
      SandboxError,
      "Cannot start the test",
    );
    assert(error.message.includes("such.ts"));
  }
});

Deno.test("Service refuses an argument that does not fit into a frame, and goes on", async () => {
  const service = await serviceOf(`size: (text) => text.length`);
  const tooLong = "x".repeat(17 * 2 ** 20);
  await assertRejects(async () => await service.ask("size", tooLong), RangeError);
  assertEquals(settled(await service.ask("size", "abc")), 3);
  await service.close();
});

Deno.test("A program ends although a service has been started", async () => {
  const service = import.meta.resolve("../../../src/code/child/service.ts");
  const main = import.meta.resolve("../../../src/code/compile/main.ts");
  const path = `${await tempDir()}/program.ts`;
  await Deno.writeTextFile(
    path,
    `import { Service } from "${service}";
     const service = new Service({ name: "the test", main: "${main}", limitMs: 5_000 });
     service.start();
     if (Deno.args.length > 0) await service.ask("inline", "export const a = 1;");
     console.log("end");`,
  );
  for (const args of [[], ["ask"]]) {
    const { stdout, code } = await new Deno.Command(Deno.execPath(), {
      args: ["run", "-A", "--no-check", "--config", configPath, path, ...args],
    }).output();
    assertEquals([code, new TextDecoder().decode(stdout)], [0, "end\n"]);
  }
});

const configPath = new URL("../../../deno.json", import.meta.url).pathname;
