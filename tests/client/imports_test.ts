import { assertEquals } from "@std/assert";
import { loadedBy } from "./loaded_by.ts";

Deno.test("@opto/opto/client loads its own files and the error classes, and nothing of the server", async () => {
  const loaded = [...await loadedBy("src/entry/client.ts")];
  const others = loaded.filter((path) => !path.startsWith("src/client/"));
  assertEquals(others.sort(), ["src/entry/client.ts", "src/errors.ts"]);
});
