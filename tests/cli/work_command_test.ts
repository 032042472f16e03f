import { assertEquals, assertStringIncludes } from "@std/assert";
import { optoHere } from "./opto_here.ts";

const nowhere = "postgres://opto:secret@127.0.0.1:1/jobs";

Deno.test("work and serve say what their database lacks, and never its password", async () => {
  const task = ["--task", "examples/quickstart.ts"];
  const cases: readonly (readonly [readonly string[], string])[] = [
    [["work", ...task], "received no database"],
    [["work", "--database", nowhere], "received no task"],
    [["work", "--database", "opto:secret", ...task], "received a URL that begins with opto:"],
    [["work", "--database", nowhere, ...task], "Cannot open the database jobs at 127.0.0.1:1"],
    [["serve", "--concurrency", "0", ...task], "nobody else would run the jobs"],
  ];
  for (const [args, expected] of cases) {
    const { code, stderr } = await optoHere(args);
    assertEquals(code, 2, args.join(" "));
    assertStringIncludes(stderr, expected);
    assertEquals(stderr.includes("secret"), false);
  }
});

Deno.test("work takes its database from OPTO_DATABASE", async () => {
  const env = { OPTO_DATABASE: nowhere };
  const { stderr } = await optoHere(["work", "--task", "examples/quickstart.ts"], { env });
  assertStringIncludes(stderr, "jobs at 127.0.0.1:1");
  assertEquals(Deno.env.get("OPTO_DATABASE"), undefined);
});
