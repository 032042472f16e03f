/** The command line door: a whole run of battleship against a model that makes every mistake once. */
import { assert, assertEquals, assertGreater, assertStringIncludes } from "@std/assert";
import { join } from "node:path";
import type { FinishedEvent, RunEvent } from "../../src/trainer/event.ts";
import { opto } from "../cli/opto_command.ts";
import { type ChatCall, type ChatReply, startOpenAiServer } from "../support/openai_server.ts";

/** Shoots beside known hits. */
const good = `function reason(board: Board): number[][] {
  // good
  return board.map((line, row) => line.map((_square, column) => {
    const around = [board[row - 1]?.[column], board[row + 1]?.[column], line[column - 1], line[column + 1]];
    return around.filter((square) => square === "X").length;
  }));
}`;

/** Shoots beside known hits, and searches on a checkerboard, in which every ship has a square. */
const better = good.replace("// good", "// better").replace(
  'return around.filter((square) => square === "X").length;',
  'return 10 * around.filter((square) => square === "X").length + (row + column) % 2;',
);

const loop = good.replace("// good", "for (;;) {}");
const canary = "opto-canary-of-the-test";
const reading = good.replace("// good", `Deno.readTextFileSync("/etc/hostname"); // ${canary}`);

/** What the model does wrong, and how each mistake is told in the log. */
const mistakes: readonly { readonly reply: ChatReply; readonly told: RegExp }[] = [
  { reply: "I would rather talk about the weather.", told: /JSON/i },
  { reply: suggestion(good.replace("board.map(", "board.map((")), told: /syntax/i },
  { reply: suggestion(good.replace("function reason", "function think")), told: /reason/ },
  { reply: suggestion(loop), told: /time|took longer/i },
  { reply: suggestion(reading), told: /Deno/ },
  { reply: { status: 429, headers: { "retry-after-ms": "10" } }, told: /429/ },
  { reply: { status: 500 }, told: /500/ },
  { reply: { text: suggestion(better).slice(0, 120), finishReason: "length" }, told: /cut/i },
];

Deno.test("optimize improves battleship with a model that makes every mistake once", async () => {
  const dir = await Deno.makeTempDir({ prefix: "opto-door-" });
  try {
    let mistake = 0;
    await using server = startOpenAiServer((call) => {
      if (!currentReason(call).includes("// good")) return suggestion(good);
      return mistakes[mistake++]?.reply ?? suggestion(better);
    });
    const run = await opto(
      ["optimize", "examples/battleship.ts", "--model=scripted", `--base-url=${server.baseUrl}`]
        .concat(["--steps=9", "--seed=1", `--run-dir=${dir}/run`, "--json"]),
      { env: { OPENAI_API_KEY: "sk-secret-of-the-test" } },
    );
    assertEquals(run.code, 0, run.stderr);
    assertEquals(run.orphans, []);
    const lines = run.stdout.trim().split("\n");
    const events: RunEvent[] = lines.map((line) => JSON.parse(line));
    const finished = events.at(-1) as FinishedEvent; // asserted next
    assertEquals(finished.type, "finished");
    assertEquals(finished.stopReason, "steps");
    assertGreater(finished.best.score ?? -1, finished.initial.score ?? 1);
    assertStringIncludes(String(finished.best.parameters.reason), "// better");
    assertStringIncludes(await Deno.readTextFile(join(dir, "run/best/reason.ts")), "// better");
    assertGreater(mistake, mistakes.length - 1);
    assertGreater(finished.usage.calls, mistakes.length - 2);

    const troubles = events.filter(({ type }) => type === "model-trouble" || type === "proposed")
      .map((event) => JSON.stringify(event));
    for (const { told } of mistakes) {
      assert(troubles.some((text) => told.test(text)), `${told} is not told in the event log`);
    }
    const log = await Deno.readTextFile(join(dir, "run/events.jsonl"));
    assertEquals(log.trim().split("\n").length, lines.length);
    assertEquals(log.includes("sk-secret-of-the-test"), false);
    const hostname = (await Deno.readTextFile("/etc/hostname")).trim();
    assertEquals(server.calls.some(({ prompt }) => prompt.includes(hostname)), false);
  } finally {
    await Deno.remove(dir, { recursive: true });
  }
});

/** What the prompt says `reason` is now. */
function currentReason({ prompt }: ChatCall): string {
  return prompt.split("#Variables").at(-1)?.split("act (code):")[0] ?? "";
}

function suggestion(reason: string): string {
  return JSON.stringify({ reasoning: "Scripted.", suggestion: { reason } });
}
