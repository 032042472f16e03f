import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { fileURLToPath } from "node:url";
import { type ChatCall, startOpenAiServer } from "../support/openai_server.ts";
import { tempDir } from "../support/temp_dir.ts";
import { lastEvent, opto } from "./opto_command.ts";

const triage = fileURLToPath(new URL("../../examples/triage.ts", import.meta.url));

const instructions =
  "Answer in one word, the desk: refund (money), delivery (the way of a parcel), damage (broken), praise.";

/** A student that names the desk by its words, if it was told the desks and to be short; and a teacher that tells it. */
function answer({ body: { model, messages } }: ChatCall): string {
  if (model === "teacher") {
    return JSON.stringify({ reasoning: "Bare names are wanted.", suggestion: { instructions } });
  }
  const [system, user] = messages;
  const message = user?.content ?? "";
  const desk = /money|charged|payment/.test(message)
    ? "refund"
    : /crack|pieces/.test(message)
    ? "damage"
    : /best|loves/.test(message)
    ? "praise"
    : "delivery";
  return system?.content.includes("one word") && system.content.includes(desk)
    ? desk
    : `The customer wants something about ${desk}.`;
}

Deno.test("optimize asks a model for the agent and one for the optimizer, records both, and replays without a server", async () => {
  const cwd = await tempDir();
  const common = ["optimize", triage, "--steps=1", "--json", "--price=1,2", "--prices=prices.json"];
  await Deno.writeTextFile(`${cwd}/prices.json`, '{"student": [0.1, 0.2]}');
  const asked: string[] = [];
  const recorded = await (async () => {
    await using server = startOpenAiServer(answer);
    const end = await opto([
      ...common,
      "--run-dir=run",
      "--model=teacher",
      "--agent-model=student",
      `--base-url=${server.baseUrl}`,
      "--record=calls.jsonl",
    ], { cwd });
    asked.push(...server.calls.map(({ body }) => body.model));
    return end;
  })();
  assertEquals(recorded.code, 0, recorded.stderr);
  type Finished = {
    best: { score: number };
    usage: {
      calls: number;
      usd: number;
      byRole: Record<
        string,
        { calls: number; promptTokens: number; completionTokens: number; usd: number }
      >;
    };
  };
  const first = lastEvent(recorded) as unknown as Finished;
  assertEquals(first.best.score, 1);
  const { optimizer, agent, judge } = first.usage.byRole;
  assert(optimizer && agent && judge);
  assertEquals([optimizer.calls, judge.calls], [1, 0]);
  assertEquals(asked.filter((model) => model === "student").length, agent.calls);
  assertEquals(asked.length, first.usage.calls);
  const close = (usd: number, tokens: number) => assert(Math.abs(usd - tokens / 1e6) < 1e-12);
  close(agent.usd, 0.1 * agent.promptTokens + 0.2 * agent.completionTokens);
  close(optimizer.usd, optimizer.promptTokens + 2 * optimizer.completionTokens);

  // Without a server: the recording answers both.
  const replayed = await opto([
    "optimize",
    triage,
    "--steps=1",
    "--json",
    "--run-dir=again",
    "--agent-model=student",
    "--replay=calls.jsonl",
  ], { cwd });
  assertEquals(replayed.code, 0, replayed.stderr);
  const second = lastEvent(replayed) as unknown as Finished;
  assertEquals([second.best.score, second.usage], [1, first.usage]);

  // And the log repeats the run.
  const repeated = await opto(["replay", "run"], { cwd });
  assertStringIncludes(repeated.stdout, "Same.");
  const report = await Deno.readTextFile(`${cwd}/run/report.html`);
  assertStringIncludes(report, "model of the agent");
  assertStringIncludes(report, `${agent.calls} agent`);
});
