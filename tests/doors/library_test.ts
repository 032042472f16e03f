/** The library door: the published package works from an empty project, with nothing of Opto on the local disk. */
import { assertEquals, assertStringIncludes } from "@std/assert";
import { fromFileUrl, join } from "@std/path";
import { openJsrRegistry } from "../support/jsr_registry.ts";

const root = fromFileUrl(new URL("../../", import.meta.url));

Deno.test("registry probe", async () => {
  await using registry = await openJsrRegistry();
  await registry.publish(root);
  const dir = await Deno.makeTempDir();
  await Deno.writeTextFile(
    join(dir, "a.ts"),
    `import { x } from "jsr:@opto/opto"; import { delay } from "jsr:@std/async@1.5.0/delay"; await delay(1); console.log("x is", x);`,
  );
  const out = await new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--reload=" + registry.url, "a.ts"],
    cwd: dir,
    env: { JSR_URL: registry.url, NO_COLOR: "1" },
  }).output();
  const text = new TextDecoder().decode(out.stdout) + new TextDecoder().decode(out.stderr);
  assertStringIncludes(text, "x is 1");
  assertEquals(out.success, true);
});
