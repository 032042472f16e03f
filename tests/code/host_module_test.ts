import { assert, assertEquals, assertThrows } from "@std/assert";
import { readHostModule } from "../../src/code/host_module.ts";

Deno.test("readHostModule() reads modules on the local disk and no others", () => {
  assert(readHostModule(import.meta.url)?.startsWith("import { assert"));
  assertEquals(readHostModule("https://example.com/mod.ts"), undefined);
  assertThrows(
    () => readHostModule(new URL("./no_such_module.ts", import.meta.url).href),
    Deno.errors.NotFound,
  );
});

Deno.test("readHostModule() gives nothing where reading is not granted", {
  permissions: { read: false },
}, () => {
  assertEquals(readHostModule(import.meta.url), undefined);
});
