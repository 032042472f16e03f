import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { brokenServers, completion, response } from "../support/broken_replies.ts";
import { type Reply, startRawServer } from "../support/raw_server.ts";
import { tempDir } from "../support/temp_dir.ts";
import { libraryUrl, opto } from "./opto_command.ts";
import { optoHere } from "./opto_here.ts";

const task = `import { defineTask, parameter } from ${JSON.stringify(libraryUrl)};
export default defineTask({
  name: "number",
  agent: () => {
    const x = parameter(1, { name: "x" });
    return { x, forward: (input: number) => x.mul(input) };
  },
  examples: { train: [{ input: 1 }, { input: 2 }] },
  guide: (_example, output) => output instanceof Error ? -9 : -Math.abs(output - 4),
});
`;

async function workplace(door = optoHere) {
  const cwd = await tempDir();
  await Deno.writeTextFile(`${cwd}/task.ts`, task);
  return {
    cwd,
    run: (...args: string[]) => door(["optimize", "task.ts", "--run-dir", "run", ...args], { cwd }),
  };
}

const suggesting = (x: number) => response(completion({ content: `{"suggestion": {"x": ${x}}}` }));

/** Runs the command with a server that gives one reply again and again. */
function withServer(reply: Reply, ...args: string[]) {
  return runWithServer(reply, args, optoHere);
}

async function runWithServer(reply: Reply, args: readonly string[], door: typeof opto) {
  await using server = startRawServer(() => reply);
  const { cwd, run } = await workplace(door);
  const end = await run("--model", "teller", "--base-url", server.baseUrl, "--steps", "2", ...args);
  const log = await Deno.readTextFile(`${cwd}/run/events.jsonl`).catch(() => "");
  const events = log.trimEnd().split("\n").filter(Boolean).map((line) => JSON.parse(line));
  return {
    ...end,
    events,
    requests: server.requests,
    host: new URL(server.baseUrl).host,
    bodies: [...server.bodies],
  };
}

const failures: Readonly<Record<string, RegExp>> = {
  "does not know the key": /key was rejected[\s\S]*OPENAI_API_KEY/,
  "does not know the model": /does not know this model[\s\S]*--model/,
  "does not know the request": /bad request[\s\S]*model's name and its options/,
  "cannot process the request": /Cannot get an answer/,
  "redirects to nowhere": /302[\s\S]*--base-url/,
  "asks to come back in an age": /never answered[\s\S]*longer than the 120 s/,
  "has no quota left": /no quota left[\s\S]*Add credit/,
};

Deno.test("optimize ends with exit code 1 and says why when its model never answers", async (t) => {
  for (const [name, wanted] of Object.entries(failures)) {
    await t.step(name, async () => {
      const [reply] = brokenServers.find((server) => server.name === name)!.replies;
      const { code, stdout, stderr, events } = await withServer(reply!);
      assertEquals(code, 1, stdout + stderr);
      assertMatch(stderr, wanted);
      assert(!stdout.includes("Done."), stdout);
      const last = events.at(-1);
      assertEquals([last.type, last.stopReason, last.error.code], ["finished", "failed", "model"]);
      assertEquals(last.usage.calls, 0);
    });
  }
});

Deno.test("--model-timeout bounds one answer, and the step that is lost is told with advice", async () => {
  const { code, stdout, stderr, requests } = await withServer(
    (connection) => connection.gone,
    "--model-timeout",
    "0.2",
  );
  assertEquals(code, 1);
  assert(requests <= 2); // on a busy machine the time ends before the request arrives
  assertStringIncludes(stdout, "warning: Step 1 got no proposal from the model.");
  assertStringIncludes(
    stdout,
    "no answer within 200 ms. Allow more time for one call with --model-timeout",
  );
  assertStringIncludes(stderr, "The model never answered.");
});

Deno.test("optimize says which data goes to which host before the first call, also in --json", async () => {
  const plain = await runWithServer(suggesting(2), [], opto);
  assertEquals(plain.code, 0, plain.stderr);
  const line =
    `Prompts with the values of 1 parameter, inputs, outputs and feedback of train examples go to ${plain.host}.`;
  assertStringIncludes(plain.stdout, line);
  assert(plain.stdout.indexOf(line) < plain.stdout.indexOf("step 1"));
  const { stdout } = await withServer(suggesting(2), "--json", "--optimizer", "opro");
  const started = JSON.parse(stdout.slice(0, stdout.indexOf("\n")));
  assertEquals(started.sends.data, ["the values of 1 parameter", "feedback of train examples"]);
});

Deno.test("--price makes dollars count, and --budget-usd work with any model", async () => {
  const priced = await withServer(suggesting(2), "--price", "1000000,0", "--budget-usd", "9000");
  assertEquals(priced.code, 0, priced.stderr);
  assertStringIncludes(priced.stdout, "at most 200 calls, 1,000,000 tokens, $9000.00.");
  assertEquals(priced.events.at(-1).usage.usd, 14); // two calls of seven tokens, a dollar each
  const unpriced = await withServer(suggesting(2), "--budget-usd", "9");
  assertEquals(unpriced.code, 2);
  assertStringIncludes(unpriced.stderr, "--price IN,OUT");
});

Deno.test("--max-prompt-tokens and --max-answer-bytes bound what is sent and read", async () => {
  const small = await withServer(suggesting(2), "--max-prompt-tokens", "100");
  assertEquals([small.code, small.requests], [1, 0]);
  assertMatch(small.stderr, /Cannot fit a prompt into 100 tokens: received \d+ .*guide \d+/);
  const cut = await withServer(
    response(completion({ content: "x".repeat(50_000) })),
    "--max-answer-bytes",
    "2000",
    "--max-prompt-tokens",
    "1500",
    "--steps",
    "1",
  );
  assertEquals(cut.code, 0, cut.stderr);
  const exchange = cut.events.find(({ type }: { type: string }) => type === "exchange");
  assertEquals(exchange.response.finishReason, "length");
  assert(exchange.response.text.length < 2_100);
  assertEquals(cut.events[0].prompts, { maxPromptTokens: 1_500 });
});

Deno.test("--proposals, --patience, --target, --threshold, --accept, --samples and --evaluation-cost are those of the library", async () => {
  const { run } = await workplace();
  const json = async (...args: string[]) => {
    const cwd = await tempDir();
    await Deno.writeTextFile(`${cwd}/task.ts`, task);
    const { code, stdout, stderr } = await optoHere([
      "optimize",
      "task.ts",
      "--json",
      "--steps",
      "9",
      ...args,
    ], { cwd });
    assertEquals(code, 0, stderr);
    const events = stdout.trimEnd().split("\n").map((line) => JSON.parse(line));
    return { started: events[0], finished: events.at(-1) };
  };
  const { started, finished } = await json(
    "--proposals",
    "3",
    "--threshold",
    "1000",
    "--patience",
    "2",
  );
  assertEquals([started.proposals, started.threshold, started.patience], [3, 1000, 2]);
  assertEquals(finished.stopReason, "patience");
  assertEquals((await json("--target", "-100")).finished.stopReason, "target");
  assertEquals((await run("--patience", "0")).code, 2);
  const sampled = await json("--accept", "equal", "--samples", "2", "--steps", "1");
  assertEquals([sampled.started.accept, sampled.started.samples], ["equal", 2]);
  assertEquals((await run("--accept", "often")).code, 2);
  for (const [text, cost] of [["0.25", 0.25], ["measured", "measured"]] as const) {
    const { started } = await json("--evaluation-cost", text, "--steps", "1");
    assertEquals(started.evaluationCost, cost);
  }
  for (const text of ["dear", "", "-1"]) {
    assertEquals((await run("--evaluation-cost", text)).code, 2);
  }
});

Deno.test("settings of a model that would have no effect are refused", async () => {
  const { run } = await workplace();
  const refusal = async (...args: string[]) => {
    const { code, stderr } = await run(...args);
    assertEquals(code, 2, stderr);
    return stderr;
  };
  assertStringIncludes(await refusal("--price", "1,2"), "Cannot use --price: no model is named");
  assertStringIncludes(await refusal("--model-timeout", "5"), "no model is named");
  assertStringIncludes(
    await refusal("--replay", "x", "--max-answer-bytes", "5000"),
    "a replay calls no model",
  );
  assertStringIncludes(
    await refusal("--max-prompt-tokens", "500"),
    'Cannot use maxPromptTokens (--max-prompt-tokens) with the optimizer "search"',
  );
  assertStringIncludes(
    await refusal("--model", "m", "--base-url", "http://127.0.0.1:9/v1", "--price", "1"),
    "as IN,OUT",
  );
  assertStringIncludes(
    await refusal("--model", "m", "--base-url", "http://127.0.0.1:9/v1", "--model-timeout", "0"),
    "no time at all",
  );
});
