import { assertEquals, assertThrows } from "@std/assert";
import { UsageError } from "../../src/errors.ts";
import { parseOrigins } from "../../src/server/cors.ts";
import { startJobServer } from "../../src/server/job_server.ts";
import { serverLimits } from "../../src/server/limits.ts";
import { openChromium } from "../support/chromium.ts";
import { tempDir } from "../support/temp_dir.ts";
import { jsonPost, serveApp } from "./served_app.ts";

const origin = "https://page.example";
const preflight = (method: string, from = origin) => ({
  method: "OPTIONS",
  headers: {
    origin: from,
    "access-control-request-method": method,
    "access-control-request-headers": "authorization,content-type,idempotency-key,last-event-id",
  },
});

Deno.test("the endpoint is closed to the pages of other origins unless they are named", async () => {
  await using served = await serveApp({ cors: ["https://other.example"] });
  for (const { app } of [served, await serveApp()]) {
    const read = await app.request("/v1/tasks", { headers: { origin } });
    assertEquals(read.headers.get("access-control-allow-origin"), null);
    const asked = await app.request("/v1/jobs", preflight("POST"));
    assertEquals(asked.headers.get("access-control-allow-origin"), null);
    const written = await app.request("/v1/jobs", jsonPost({ task: "pack" }, { origin }));
    assertEquals(written.status, 403);
  }
});

Deno.test("a page of a named origin may read and write, and see the headers it needs", async () => {
  await using served = await serveApp({ cors: [origin], token: "s3cret" });
  const { app } = served;
  const asked = await app.request("/v1/jobs", preflight("DELETE"));
  assertEquals(asked.status, 204);
  const allowed = (name: string) => asked.headers.get(`access-control-allow-${name}`);
  assertEquals(allowed("origin"), origin);
  assertEquals(allowed("methods"), "GET,HEAD,POST,DELETE");
  assertEquals(allowed("headers"), "authorization,content-type,idempotency-key,last-event-id");
  assertEquals(allowed("credentials"), null);
  const headers = { origin, authorization: "Bearer s3cret" };
  const written = await app.request("/v1/jobs", jsonPost({ task: "pack" }, headers));
  assertEquals(written.status, 202);
  assertEquals(written.headers.get("access-control-allow-origin"), origin);
  assertEquals(written.headers.get("vary"), "Origin");
  assertEquals(
    written.headers.get("access-control-expose-headers"),
    "location,retry-after,www-authenticate",
  );
  // A refusal is readable too.
  const refused = await app.request("/v1/jobs", jsonPost({ task: "pack" }, { origin }));
  assertEquals([refused.status, refused.headers.get("access-control-allow-origin")], [401, origin]);
});

Deno.test("* opens the endpoint to every page, with a token only and never with cookies", async () => {
  await using served = await serveApp({ cors: ["*"], token: "s3cret" });
  const asked = await served.app.request("/v1/jobs", preflight("POST", "null"));
  assertEquals(asked.headers.get("access-control-allow-origin"), "*");
  assertEquals(asked.headers.get("access-control-allow-credentials"), null);
});

Deno.test("parseOrigins() takes exact origins, and * with a token only", () => {
  const good = [origin, "http://localhost:3000", "http://[::1]:8080"];
  assertEquals(parseOrigins(good, false), good);
  assertEquals(parseOrigins(["*"], true), ["*"]);
  assertThrows(() => parseOrigins(["*"], false), UsageError, "no token");
  const bad = [
    "",
    "page.example",
    `${origin}/`,
    `${origin}:443`,
    `${origin}/path`,
    "null",
    "HTTPS://page.example",
  ];
  for (const text of bad) {
    assertThrows(() => parseOrigins([text], false), UsageError, "as an origin");
  }
});

Deno.test("a page in Chromium uses the endpoint of another origin when its own is named", async () => {
  await using page = pageServer();
  await using browser = await openChromium();
  for (const isNamed of [true, false]) {
    await using server = await startJobServer({
      offer: { tasks: [{ name: "pack" }], models: [] },
      makeRunJob: () => (_, { signal }) =>
        new Promise((_, reject) => signal.addEventListener("abort", () => reject(signal.reason))),
      dataDir: await tempDir(),
      hostname: "127.0.0.1",
      port: 0,
      limits: serverLimits(),
      token: "a token of some length",
      cors: isNamed ? [new URL(page.url).origin] : ["https://other.example"],
    });
    const tab = await browser.newPage();
    await tab.goto(page.url);
    const seen = await tab.evaluate(async (url) => {
      const headers = {
        authorization: "Bearer a token of some length",
        "content-type": "application/json",
        "idempotency-key": '"k"',
      };
      const body = JSON.stringify({ task: "pack" });
      try {
        const response = await fetch(`${url}v1/jobs`, { method: "POST", headers, body });
        const { id } = await response.json();
        return response.status === 202 && response.headers.get("location")?.endsWith(id);
      } catch (error) {
        return String(error);
      }
    }, server.url);
    assertEquals(seen, isNamed ? true : "TypeError: Failed to fetch");
    await tab.close();
  }
});

/** An empty page at an origin of its own. */
function pageServer(): AsyncDisposable & { readonly url: string } {
  const server = Deno.serve(
    { hostname: "127.0.0.1", port: 0, onListen() {} },
    () => new Response("<title>other</title>", { headers: { "content-type": "text/html" } }),
  );
  return {
    url: `http://localhost:${server.addr.port}/`,
    [Symbol.asyncDispose]: () => server.shutdown(),
  };
}
