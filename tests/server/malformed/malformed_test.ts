import { assert, assertEquals } from "@std/assert";
import { sendMalformed } from "./send_malformed.ts";

Deno.test("malformed requests are answered with a problem of the client, and the server goes on", async () => {
  // All of them: OPTO_MALFORMED=5000, or `deno task soak`.
  const count = Number(Deno.env.get("OPTO_MALFORMED") ?? 300);
  const { statuses, faults } = await sendMalformed({ count });
  assertEquals(faults, []);
  assert((statuses["400"] ?? 0) > count / 10, JSON.stringify(statuses));
});
