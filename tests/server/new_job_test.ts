import { assertEquals, assertStringIncludes } from "@std/assert";
import { sharedChromium } from "../support/shared_chromium.ts";
import { holderLine, jsonPost, serveApp, type ServedApp, tokenOf } from "./served_app.ts";

const own = { origin: "http://localhost" };

/** Posts the form as a browser does. */
async function post(
  { app }: ServedApp,
  fields: Readonly<Record<string, string>>,
  headers: Record<string, string> = own,
): Promise<Response> {
  const body = new FormData();
  for (const [name, value] of Object.entries(fields)) body.append(name, value);
  return await app.request("/new", { method: "POST", body, headers });
}

const jobAt = async ({ store }: ServedApp, response: Response) => {
  assertEquals(response.status, 303);
  const id = response.headers.get("location")?.replace("/jobs/", "") ?? "";
  await response.body?.cancel();
  return { job: await store.get(id), source: await store.source(id) };
};

Deno.test("a posted form makes a job: a task with options, one source, or several files", async () => {
  await using served = await serveApp({ sources: true });
  const byTask = await jobAt(
    served,
    await post(served, {
      kind: "task",
      "/task": "pack",
      "/source": "not sent",
      "/name": "by form",
      "/options/steps": "3",
      "/options/budget/usd": "0.5",
      "/options/trainer": "",
      "/options/taskLimits/memoryMb": "64",
    }),
  );
  assertEquals([byTask.job?.name, byTask.job?.task], ["by form", "pack"]);
  assertEquals(byTask.job?.options, { steps: 3, budget: { usd: 0.5 } });
  const one = await post(served, { kind: "source", "/task": "pack", "/source": "a;\r\nb;" });
  assertEquals((await jobAt(served, one)).source?.files, { "task.ts": "a;\nb;" });
  const several = await post(served, {
    kind: "source",
    "/source": "task.ts",
    "file:task.ts": "a;",
    "file:lib/rule.ts": "b;",
  });
  assertEquals((await jobAt(served, several)).source, {
    files: { "task.ts": "a;", "lib/rule.ts": "b;" },
    entry: "task.ts",
  });
  const urlencoded = await served.app.request("/new", {
    method: "POST",
    headers: own,
    body: new URLSearchParams({ kind: "task", "/task": "pack" }),
  });
  assertEquals((await jobAt(served, urlencoded)).job?.task, "pack");
});

Deno.test("a posted form that is refused comes back with its faults and all that was typed", async () => {
  await using served = await serveApp({ models: ["a model"] });
  const response = await post(served, {
    kind: "task",
    "/task": "pack",
    "/name": 'typed "<b>"',
    "/options/steps": "0",
    "/options/seed": "abc",
    "/options/model": "gone",
  });
  assertEquals(response.status, 422);
  const page = await response.text();
  for (
    const text of [
      "The job is not valid; see the fields below.",
      'value="typed &quot;&lt;b&gt;&quot;"',
      'id="fault-of-/options/steps">Too small',
      'id="fault-of-/options/seed">Invalid input',
      'value="0"',
      'value="gone" selected>gone</option>',
    ]
  ) assertStringIncludes(page, text);
  const notOffered = await post(served, {
    kind: "source",
    "/source": "const typed = 1;</textarea>",
  });
  assertEquals(notOffered.status, 403);
  const again = await notOffered.text();
  assertStringIncludes(again, "This server takes no tasks that come with the job");
  assertStringIncludes(again, "const typed = 1;&lt;/textarea&gt;</textarea>");
  const large = await post(served, { kind: "task", "/name": "x".repeat(70_000) });
  assertEquals(large.status, 413);
  assertStringIncludes(await large.text(), "<h1>The body is too large</h1>");
  assertEquals((await served.store.list()).length, 0);
});

Deno.test("a form is taken from the server's own pages, and of holders that may submit, only", async () => {
  await using open = await serveApp();
  const fields = { kind: "task", "/task": "pack" };
  for (const headers of [{}, { origin: "http://other.example" }, { origin: "null" }]) {
    assertEquals((await post(open, fields, headers)).status, 403, JSON.stringify(headers));
  }
  assertEquals((await open.store.list()).length, 0);
  await using served = await serveApp({ holders: [holderLine("ann", ["read"])] });
  assertEquals((await post(served, fields)).status, 401);
  assertEquals((await post(served, fields, { ...own, ...tokenOf("ann") })).status, 403);
});

Deno.test("a job runs again from a form that has its task or source, name and options, for its holder", async () => {
  await using served = await serveApp({
    sources: true,
    holders: [holderLine("ann", ["submit", "read"]), holderLine("bea", ["submit", "read"])],
  });
  const { app } = served;
  const files = { "task.ts": "const typed = '\u202e<';", "b.ts": "second();" };
  const bodies = [
    { task: "pack", name: "of ann", options: { seed: 7, trainer: "beam", budget: { calls: 5 } } },
    { source: files["task.ts"] },
    { source: { files, entry: "b.ts" } },
  ];
  const pages: string[] = [];
  for (const body of bodies) {
    const { id } = await (await app.request("/v1/jobs", jsonPost(body, tokenOf("ann")))).json();
    assertEquals((await app.request(`/new?from=${id}`, { headers: tokenOf("bea") })).status, 404);
    const job = await (await app.request(`/jobs/${id}`, { headers: tokenOf("ann") })).text();
    assertStringIncludes(job, `href="/new?from=${id}"`);
    pages.push(
      await (await app.request(`/new?from=${id}`, { headers: tokenOf("ann") })).text(),
    );
  }
  const [byTask = "", one = "", several = ""] = pages;
  for (const text of ['value="of ann"', 'value="7"', '"beam" selected', 'value="5"']) {
    assertStringIncludes(byTask, text);
  }
  assertStringIncludes(one, "const typed = &#39;\\u202e&lt;&#39;;</textarea>");
  assertStringIncludes(one, 'value="source" checked');
  assertStringIncludes(several, 'name="file:task.ts"');
  assertStringIncludes(several, 'value="b.ts" selected>');
});

Deno.test("without JavaScript a browser asks for a job, is told its faults, mends them, and runs it again", async () => {
  await using served = await serveApp({ sources: true });
  await using server = Deno.serve(
    { hostname: "127.0.0.1", port: 0, onListen: () => {} },
    (request) => served.app.fetch(request),
  );
  const url = `http://127.0.0.1:${server.addr.port}`;
  await using page = await sharedChromium.newPage({ javaScriptEnabled: false });
  await page.goto(`${url}/new`);
  await page.getByLabel("Name of the job").fill("by hand");
  await page.getByLabel("Steps").fill("0");
  const submit = page.getByRole("button", { name: "Optimize" });
  await submit.click();
  await page.getByRole("alert").getByText("see the fields below").waitFor();
  await page.getByLabel("Steps").fill("4");
  await submit.click();
  await page.getByRole("heading", { name: "by hand" }).waitFor();
  await page.getByRole("link", { name: "Run again" }).click();
  assertEquals(await page.getByLabel("Steps").inputValue(), "4");
  await submit.click();
  await page.getByRole("heading", { name: "by hand" }).waitFor();
  assertEquals((await served.store.list()).length, 2);
});

Deno.test("with JavaScript a job of several files runs again as it was, once another file is its entry", async () => {
  await using served = await serveApp({ sources: true });
  await using server = Deno.serve(
    { hostname: "127.0.0.1", port: 0, onListen: () => {} },
    (request) => served.app.fetch(request),
  );
  const files = { "task.ts": "first();\n", "lib/b.ts": 'second("é");' };
  const { id } = await served.ask({ source: { files, entry: "task.ts" }, name: "two" });
  await using page = await sharedChromium.newPage();
  await page.goto(`http://127.0.0.1:${server.addr.port}/new?from=${id}`);
  assertEquals(await page.getByLabel("Name of the job").inputValue(), "two");
  await page.getByLabel("The file with the task").selectOption("lib/b.ts");
  await page.getByRole("button", { name: "Optimize" }).click();
  await page.getByRole("heading", { name: "two" }).waitFor();
  const [newest] = await served.store.list();
  assertEquals(await served.store.source(newest?.id ?? ""), { files, entry: "lib/b.ts" });
});
