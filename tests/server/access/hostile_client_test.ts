/** A holder who tries to pass for another, to reach what its scopes do not open, or to tire the server. */
import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { holderLine, jsonPost, serveApp, tokenOf } from "../served_app.ts";

const both = ["submit", "read"] as const;

Deno.test("no spelling of a path opens what the token is not meant for", async () => {
  await using served = await serveApp({
    holders: [holderLine("ann", both), holderLine("bea", both)],
  });
  const made = await served.app.request("/v1/jobs", jsonPost({ task: "pack" }, tokenOf("ann")));
  const { id } = await made.json();
  await served.until(id, "done");
  const paths = [
    ...["/metrics", "//metrics", "/metrics/", "/%6detrics", "/METRICS", "/v1/../metrics"],
    ...[
      "/healthz/../metrics",
      "/healthz/%2e%2e/metrics",
      "/healthz%2f..%2fmetrics",
      "/metrics;a=b",
    ],
    ...["/metrics?x=/healthz", "/metrics%00", "/metrics%20", "/./metrics", "/metrics#/healthz"],
    ...[`/v1/jobs/${id}`, `/v1/jobs/${id}/`, `/v1//jobs/${id}`, `/v1/jobs/${id.toUpperCase()}`],
    ...[`/v1/jobs/%00${id}`, `/v1/jobs/${id}%00`, `/v1/jobs/${id}%2fbest`, `/v1/jobs/x/../${id}`],
    ...[`/v1/jobs/%2e%2e%2f${id}`, `/v1/jobs/${id.replaceAll("-", "")}`, `/v1/jobs/{${id}}`],
    ...[
      `/v1/%6aobs/${id}`,
      `/v1/jobs/${id}/events/../best`,
      `/jobs/${id}/log/..`,
      `/jobs/${id}%23`,
    ],
    ...["/v1/jobs/..%2f..%2fjobs.sqlite", "/jobs/%2e%2e/%2e%2e/jobs.sqlite", "/live.js/../../x"],
  ];
  for (const path of paths) {
    for (const method of ["GET", "HEAD"]) {
      const response = await served.app.request(path, { method, headers: tokenOf("bea") });
      const text = await response.text();
      assert([403, 404].includes(response.status), `${method} ${path}: ${response.status} ${text}`);
    }
  }
});

Deno.test("a token counts only as the one bearer token or the cookie, whole", async () => {
  await using served = await serveApp({ holders: [holderLine("ann", both)], now: () => 0 });
  const token = "token of ann";
  let tries = 0;
  const statusOf = async (headers: HeadersInit, path = "/v1/jobs") => {
    const client = { address: `192.0.2.${tries++}` };
    return (await served.app.request(path, { headers }, client)).status;
  };
  assertEquals(await statusOf({ authorization: `bearer ${token}` }), 200);
  assertEquals(await statusOf({ cookie: `opto_token=${encodeURIComponent(token)}` }), 200);
  const wrong: readonly HeadersInit[] = [
    [["authorization", `Bearer ${token}`], ["authorization", "Bearer other"]],
    { authorization: `Bearer other, Bearer ${token}` },
    { authorization: token },
    { authorization: `Basic ${btoa(`ann:${token}`)}` },
    { authorization: `Bearer ${token.slice(0, -1)}` },
    { authorization: `Bearer ${token}0` },
    { authorization: "Bearer" },
    { authorization: `Token ${token}` },
    { "proxy-authorization": `Bearer ${token}` },
    { "x-forwarded-user": "ann", "x-opto-holder": "ann" },
    { cookie: `OPTO_TOKEN=${token}` },
    { cookie: `opto_token=${encodeURIComponent(`"${token}`)}` },
  ];
  for (const headers of wrong) assertEquals(await statusOf(headers), 401, JSON.stringify(headers));
  assertEquals(await statusOf({}, `/v1/jobs?token=${token}&access_token=${token}`), 401);
  const line = holderLine("ann", both);
  assertEquals(await statusOf({ authorization: `Bearer ${line.sha256}` }), 401);
});

Deno.test("an address is that of the connection, whatever headers say", async () => {
  await using served = await serveApp({ holders: [holderLine("ann", both)], now: () => 0 });
  const statuses = [];
  for (let i = 0; i < 21; i++) {
    const headers = {
      ...tokenOf(`nobody ${i}`),
      "x-forwarded-for": `198.51.100.${i}`,
      forwarded: `for=198.51.100.${i}`,
      "x-real-ip": `198.51.100.${i}`,
    };
    const client = { address: "192.0.2.1" };
    statuses.push((await served.app.request("/v1/jobs", { headers }, client)).status);
  }
  assertEquals(statuses, [...Array(20).fill(401), 429]);
});

Deno.test("methods of other servers do not turn a read into a write", async () => {
  await using served = await serveApp({ holders: [holderLine("reader", ["read"])] });
  for (const name of ["x-http-method-override", "x-http-method", "x-method-override"]) {
    const headers = { ...tokenOf("reader"), [name]: "DELETE" };
    const response = await served.app.request(`/v1/jobs/${crypto.randomUUID()}`, { headers });
    assertEquals(response.status, 404, name);
    const posted = await served.app.request("/v1/jobs?_method=GET", { method: "POST", headers });
    assertEquals(posted.status, 403, name);
  }
});

Deno.test("Last-Event-ID is the number of an event, and beyond the last one nothing follows", async () => {
  await using served = await serveApp();
  const { id } = await served.ask({ task: "pack" });
  await served.until(id, "done");
  const statusOf = async (text: string) => {
    const headers = { "last-event-id": text };
    return (await served.app.request(`/v1/jobs/${id}/events`, { headers })).status;
  };
  for (
    const text of ["-1", "1.5", "1e3", "0x10", "NaN", "Infinity", "9".repeat(16), "1, 2", "../1"]
  ) {
    assertEquals(await statusOf(text), 400, text);
  }
  assertEquals(await statusOf("9".repeat(15)), 204);
});

Deno.test("a request without a token costs the server no body", async () => {
  await using served = await serveApp({ holders: [holderLine("reader", ["read"])] });
  for (const [headers, status] of [[{}, 401], [tokenOf("nobody"), 401]] as const) {
    let pulled = 0;
    const body = new ReadableStream({
      pull(controller) {
        pulled++;
        controller.enqueue(new Uint8Array(65_536));
      },
    }, { highWaterMark: 0 });
    const init = { ...jsonPost(""), headers: { "content-type": "application/json", ...headers } };
    const response = await served.app.request("/v1/jobs", { ...init, body });
    assertEquals([response.status, pulled], [status, 0]);
  }
});

Deno.test("every page and every answer has a policy without inline scripts, and no frame may hold it", async () => {
  await using served = await serveApp();
  const { id } = await served.ask({ task: "pack" });
  await served.until(id, "done");
  const paths = ["/", "/new", `/jobs/${id}`, `/compare?job=${id}`, `/v1/jobs/${id}/report`];
  for (const path of [...paths, "/v1/jobs", "/nowhere", "/metrics", "/openapi.json"]) {
    const response = await served.app.request(path);
    const policy = response.headers.get("content-security-policy") ?? "";
    assertStringIncludes(policy, "default-src 'none'", path);
    assertStringIncludes(policy, "frame-ancestors 'none'", path);
    assert(!policy.includes("unsafe"), `${path}: ${policy}`);
    assertEquals(response.headers.get("x-content-type-options"), "nosniff", path);
    const html = await response.text();
    if (!paths.includes(path)) continue;
    assertEquals(html.match(/ on\w+=| style=|javascript:/gi), null, path);
    const inline = html.match(/<(script(?![^>]* src=)|style)\b[^>]*>/g) ?? [];
    assertEquals(inline, path.endsWith("report") ? ["<style>"] : [], path);
  }
});
