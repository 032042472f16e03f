/**
 * The module of the Deno worker: checks that it has no permissions, then serves.
 *
 * @module
 */
import { assertDenied } from "./denied_permissions.ts";
import { serve } from "./kernel.ts";

assertDenied();
serve({
  read: Deno.stdin.readSync.bind(Deno.stdin),
  write: Deno.stdout.writeSync.bind(Deno.stdout),
});
self.close();
