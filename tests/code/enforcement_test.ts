import { assert, assertEquals } from "@std/assert";
import {
  childLimits,
  enforcementHere,
  findEnforcement,
  type Machine,
} from "../../src/code/child/enforcement.ts";

/** A machine with a real shell, in which a part is missing. */
function machine(parts: Partial<Machine> & { readonly before?: string }): Machine {
  const { before = "", ...rest } = parts;
  return {
    os: "linux",
    async shell(script) {
      const { stdout } = await new Deno.Command("/bin/sh", {
        args: ["-c", `${before}\n${script}`],
        stderr: "null",
      }).output();
      return new TextDecoder().decode(stdout);
    },
    readsProcessorTime: () => Promise.resolve(true),
    ...rest,
  };
}

async function missing(parts: Parameters<typeof machine>[0]): Promise<readonly string[]> {
  return (await findEnforcement(machine(parts))).missing.map(({ limit }) => limit);
}

Deno.test("enforcementHere() finds every limit on the tested platform", async () => {
  const { enforced, missing } = await enforcementHere();
  assertEquals(missing, []);
  assertEquals(enforced, Object.values(childLimits));
});

Deno.test("findEnforcement() names each limit that a machine lacks", async () => {
  const { memory, processorTime, coreFiles, priority, measuredTime } = childLimits;
  assertEquals(await missing({}), []);
  assertEquals(await missing({ before: "nice() { return 1; }" }), [priority.limit]);
  const readsProcessorTime = () => Promise.resolve(false);
  assertEquals(await missing({ readsProcessorTime }), [measuredTime.limit]);
  const refusing = 'ulimit() { [ "$1" != -d ]; }';
  assertEquals(await missing({ before: refusing }), [memory.limit]);
  // A kernel that accepts the limit and ignores it.
  assertEquals(await missing({ before: "ulimit() { :; }" }), [memory.limit]);
  assertEquals(await missing({ before: "ulimit() { return 1; }" }), [
    memory.limit,
    processorTime.limit,
    coreFiles.limit,
  ]);
});

Deno.test("findEnforcement() finds only what can be read where children start without a shell", async () => {
  for (const os of ["darwin", "windows"]) {
    const names = await missing({ os, readsProcessorTime: () => Promise.resolve(false) });
    assertEquals(names, Object.values(childLimits).map(({ limit }) => limit));
  }
  assertEquals((await missing({ shell: () => Promise.resolve("") })).length, 4);
});

Deno.test("SECURITY.md names every limit, its means and what stands in", async () => {
  const page = await Deno.readTextFile(new URL("../../SECURITY.md", import.meta.url));
  const text = page.replace(/\s+/g, " ");
  for (const { limit, by, otherwise } of Object.values(childLimits)) {
    for (const part of [limit, by, otherwise]) {
      assert(text.includes(part), `SECURITY.md does not say "${part}"`);
    }
  }
});
