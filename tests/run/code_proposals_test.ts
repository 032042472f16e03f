import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { defineTask, Module, optimize, OptoPrime, type Task, trainable } from "../../mod.ts";
import { withSandbox } from "../../src/trace/ambient.ts";
import { openSandboxPool } from "../../src/code/sandbox/open_sandbox.ts";
import { type ScriptedModel, scriptedModel } from "../../src/model/scripted_model.ts";
import { eventsOf } from "../../src/testing/toy_run.ts";

const source = `const step = 1;

function grow(n: number): number {
  let sum = n;
  for (let i = 0; i < 2; i++) sum += step;
  return sum;
}

// FIXED-BLOCK-START head
export function reach(n: number): number {
// FIXED-BLOCK-END
  return grow(n);
}
`;

/** One code parameter that is a module: a constant and a helper beside the entry, whose head must stay. */
const reaching = defineTask({
  name: "reaching",
  agent: () =>
    trainable(function reach(n: number): number {
      return n;
    }, { source }),
  examples: { train: [1, 2, 3].map((n) => ({ input: n, expected: n + 6 })) },
  guide: ({ expected }, output) =>
    output instanceof Error ? { score: -100 } : { score: -Math.abs(output - expected) },
  trainer: { steps: 1, batchSize: 3 },
  sandbox: { timeoutMs: 20_000 },
});

const suggest = (reach: string) => JSON.stringify({ reasoning: "because", suggestion: { reach } });

const edit = (search: string, replace: string) =>
  `<<<<<<< SEARCH\n${search}\n=======\n${replace}\n>>>>>>> REPLACE`;

/** Runs a task by the answers of a model: the best code, all rejections, the last message of each request. */
async function runBy(answers: readonly string[], task: Task = reaching as unknown as Task) {
  const model: ScriptedModel = scriptedModel(answers);
  const run = optimize(task, { model, seed: 1, concurrency: 1 });
  const events = await eventsOf(run);
  const { best, values } = await run.result;
  const rejections = events.flatMap((event) => event.type === "proposed" ? event.rejections : []);
  const told = model.requests.map(({ messages }) => messages.at(-1)?.content ?? "");
  return { score: best.score, values, rejections, told };
}

Deno.test("optimize() accepts edits of a module's helpers, and shows the model the inside", async () => {
  const { score, values, told } = await runBy([
    suggest(`${edit("const step = 1;", "const step = 3;")}`),
  ]);
  assertEquals(score, -0);
  assertEquals(values, { reach: source.replace("step = 1", "step = 3") });
  const [prompt = ""] = told;
  assertStringIncludes(prompt, "reach (code):\n```ts\nconst step = 1;");
  assertMatch(
    prompt,
    /#Inside\n[^#]*\n {3}5: for \(.*\) sum \+= step; \/\/ i = 0, 2 turns, sum = \d \(the last of 2\)\n/,
  );
});

Deno.test("optimize() asks for a repair of edits that do not match, with place and reason", async () => {
  const { score, rejections, told } = await runBy([
    suggest(edit("const step = 7;", "const step = 3;")),
    suggest(edit("const step = 1;", "const step = 3;")),
  ]);
  assertEquals(score, -0);
  assertStringIncludes(rejections[0]?.reason ?? "", 'not in the source: "const step = 7;"');
  assertMatch(told[1] ?? "", /reach:\nline 1, column 1 \(syntax\): Cannot apply edit 1/);
});

Deno.test("optimize() refuses a rewrite without the marked block, and takes one with new helpers", async () => {
  const whole = source.replace("return grow(n);", "return twice(n, 3);").replace(
    /const step[^]*?\n}\n/,
    "const twice = (n: number, by: number): number => n + 2 * by;\n",
  );
  const { score, values, rejections, told } = await runBy([
    suggest(whole.replace(/\/\/ FIXED.*\n/g, "")),
    suggest(whole),
  ]);
  assertEquals([score, values], [-0, { reach: whole }]);
  assertEquals(rejections[0]?.diagnostics?.[0]?.stage, "forbidden");
  assertStringIncludes(told[1] ?? "", "Cannot change FIXED-BLOCK head: it is missing");
});

Deno.test("optimize() asks for a repair of wrong types when the task checks types", async () => {
  const wrong = edit("let sum = n;", "let sum = n; const name: string = n;");
  const checked = { ...reaching, optimizer: { typeCheck: true } };
  const { score, rejections, told } = await runBy(
    [suggest(wrong), suggest(source.replace("= 1", "= 3"))],
    checked as unknown as Task,
  );
  assertEquals(score, -0);
  assertEquals(rejections[0]?.diagnostics?.map(({ stage, line }) => [stage, line]), [["type", 4]]);
  assertStringIncludes(
    told[1] ?? "",
    "line 4, column 22 (type): TS2322: Type 'number' is not assignable to type 'string'.",
  );
  const unchecked = { ...reaching, optimizer: { traceStatements: false } };
  const free = await runBy([suggest(wrong)], unchecked as unknown as Task);
  assertEquals(free.rejections, []);
  assert(!free.told[0]?.includes("#Inside"));
});

Deno.test("optimize() searches between marked blocks without a model", async () => {
  const run = optimize(reaching, { seed: 1, steps: 2, proposals: 12, concurrency: 1 });
  const events = await eventsOf(run);
  const { best, initial } = await run.result;
  const head = source.slice(source.indexOf("// FIXED"), source.indexOf("  return grow(n)"));
  const proposed = events.flatMap((event) =>
    event.type === "proposed"
      ? [...event.rejections.map(({ value }) => value), event.changes?.reach ?? []]
      : []
  ).flat();
  assert(proposed.length > 6, `${proposed.length}`);
  for (const code of proposed) assertStringIncludes(String(code), head);
  assert(best.score! >= initial.score!);
});

/** Two code parameters of which one calls the other, and a third that both call. */
class Chain extends Module<number, number> {
  scale = trainable(function scale(n: number): number {
    return n;
  });
  shift = trainable(function shift({ scale }, n: number): number {
    return scale(n) + 1;
  }, { uses: { scale: this.scale } });
  whole = trainable(function whole({ scale, shift }, n: number): number {
    return shift(n) + scale(n);
  }, { uses: { scale: this.scale, shift: this.shift } });
  forward(n: number) {
    return this.whole(n);
  }
}

Deno.test("optimize() changes parameters that call one another in one realm", async () => {
  const chain = defineTask({
    name: "chain",
    agent: () => new Chain(),
    examples: { train: [2, 3].map((n) => ({ input: n, expected: 6 * n + 10 })) },
    guide: ({ expected }, output) => output instanceof Error ? -100 : -Math.abs(output - expected),
    trainer: { steps: 1, batchSize: 2 },
    sandbox: { timeoutMs: 20_000 },
  });
  const suggestion = {
    scale:
      "const factor = 3;\nconst times = (n: number) => factor * n;\nexport function scale(n: number): number {\n  return times(n);\n}",
    shift: edit("return scale(n) + 1;", "return scale(n) + ten;\n\n  const unused = 0;").replace(
      " + ten",
      " + 10",
    ),
  };
  const answer = JSON.stringify({ reasoning: "", suggestion });
  const { score, told, rejections } = await runBy([answer], chain as unknown as Task);
  assertEquals([score, rejections], [-0, []]);
  assertStringIncludes(told[0] ?? "", "= whole(n: ");
  assertStringIncludes(told[0] ?? "", "// uses shift, scale");
  assertMatch(told[0] ?? "", /in shift:\n {4}2: return scale\(n\) \+ 1; \/\/ returned \d/);
});

Deno.test("optimize() ignores a proposal's failures that the author's code has too", async () => {
  const failing = defineTask({
    name: "failing",
    agent: () =>
      trainable(function invert(n: number): number {
        if (n === 0) throw new RangeError("zero");
        return n;
      }),
    examples: { train: [0, 4].map((n) => ({ input: n, expected: 1 / n })) },
    guide: ({ expected }, output) => output instanceof Error ? -9 : -Math.abs(output - expected),
    trainer: { steps: 1, batchSize: 2 },
    sandbox: { timeoutMs: 20_000 },
  });
  const invert =
    "export function invert(n: number): number {\n  if (n === 0) throw new Error('none');\n  return 1 / n;\n}";
  const { values, rejections } = await runBy(
    [JSON.stringify({ reasoning: "", suggestion: { invert } })],
    failing as unknown as Task,
  );
  assertEquals([values, rejections], [{ invert }, []]);
});

Deno.test("Optimizer.step() takes edits, and refuses wrong types and changes of marked blocks", async () => {
  await using pool = openSandboxPool({ size: 1, spares: 0, timeoutMs: 20_000 });
  await withSandbox(pool, async () => {
    const reach = trainable(function reach(n: number): number {
      return n;
    }, { source });
    const model = scriptedModel([
      suggest(edit("let sum = n;", "let sum: string = n;")),
      suggest(
        edit(
          "export function reach(n: number): number {",
          "export function reach(m: number): number {",
        ),
      ),
      suggest(edit("const step = 1;", "const step = 3;")),
    ]);
    const optimizer = new OptoPrime([reach.parameter], { model, typeCheck: true, repairs: 1 });
    optimizer.backward(await reach(1), "too small");
    const refused = await optimizer.step();
    assertEquals(refused.kind, "unusable");
    assertStringIncludes(refused.rejected[0]?.reason ?? "", "FIXED-BLOCK head");
    assertStringIncludes(model.requests[1]?.messages.at(-1)?.content ?? "", "TS2322");
    assertEquals((await optimizer.step()).kind, "updated");
    assertEquals((await reach(1)).data, 7);
  });
});
