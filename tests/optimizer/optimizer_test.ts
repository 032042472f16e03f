import "../../src/entry/install_host_services.ts";
import {
  assertEquals,
  assertInstanceOf,
  assertMatch,
  assertNotMatch,
  assertRejects,
  assertStringIncludes,
  assertThrows,
} from "@std/assert";
import { z } from "zod";
import { ModelError } from "../../src/errors.ts";
import { type ScriptedAnswer, scriptedModel } from "../../src/model/scripted_model.ts";
import { Opro } from "../../src/optimizer/opro.ts";
import { OptoPrime } from "../../src/optimizer/optoprime.ts";
import { withCodeRunner } from "../../src/trace/ambient.ts";
import { ExecutionError } from "../../src/trace/failure/execution_error.ts";
import { type Node, node, parameter, unwrap } from "../../src/trace/node.ts";
import { trainable } from "../../src/trace/code/trainable.ts";
import { sharedSandbox } from "../support/shared_sandbox.ts";

function answer(suggestion: Readonly<Record<string, unknown>>): string {
  return JSON.stringify({ reasoning: "as asked", suggestion });
}

/** Two numbers whose product should grow, and an optimizer with these answers. */
function product(
  answers: readonly ScriptedAnswer[],
  options: { readonly repairs?: number } = {},
) {
  const x = parameter(-1, { name: "x" });
  const y = parameter(2, { name: "y", schema: z.number().max(10) });
  const model = scriptedModel(answers);
  const optimizer = new OptoPrime([x, y], { model, objective: "Grow.", ...options });
  const judge = () => {
    optimizer.zeroFeedback();
    optimizer.backward(x.mul(y).add(1), "The output should be larger.");
  };
  const prompt = (call: number) => model.requests[call]?.messages[1]?.content ?? "";
  return { x, y, model, optimizer, judge, prompt };
}

Deno.test("step() applies the model's suggestion, and the next run computes with it", async () => {
  // Case 115.
  const p = product([answer({ x: "4" })]);
  p.judge();
  const outcome = await p.optimizer.step();
  assertEquals(outcome, {
    kind: "updated",
    changes: { x: 4 },
    rejected: [],
    reasoning: "as asked",
  });
  assertEquals(p.x.mul(p.y).add(1).data, 9);
  assertStringIncludes(p.prompt(0), "The objective: Grow.");
});

Deno.test("propose() returns the result of a step without applying it", async () => {
  // Case 112.
  const p = product([answer({ x: 4 }), answer({ x: 4 })]);
  p.judge();
  const outcome = await p.optimizer.propose();
  assertEquals([outcome.kind, outcome.changes], ["updated", { x: 4 }]);
  assertEquals([p.x.data, p.optimizer.history.size], [-1, 0]);
  await p.optimizer.step();
  assertEquals(p.model.requests[0], p.model.requests[1]);
});

Deno.test("step() records a trial, and shows it in the next step", async () => {
  // Case 111.
  const p = product([answer({ x: 4 }), answer({ x: 5 })]);
  p.judge();
  await p.optimizer.step();
  p.judge();
  await p.optimizer.step();
  assertNotMatch(p.prompt(0), /#History/);
  assertMatch(p.prompt(1), /#Variables\nlet x: number = 4;/);
  assertMatch(p.prompt(1), /#History\nStep 1: no score, kept\nlet x: number = -1;/);
  assertEquals(p.optimizer.history.latest(9).map(({ values }) => values.x), [-1, 4]);
});

Deno.test("step() repairs twice and more as its options allow, in one growing conversation", async () => {
  const answers = [answer({ y: 70 }), answer({ y: 80 }), answer({ y: 90 }), answer({ y: 7 })];
  const p = product(answers, { repairs: 3 });
  p.judge();
  assertEquals((await p.optimizer.step()).changes, { y: 7 });
  assertEquals(p.model.requests.map(({ messages }) => messages.length), [2, 4, 6, 8]);
  const [first, ...repairs] = p.model.requests;
  for (const { messages } of repairs) assertEquals(messages.slice(0, 2), first?.messages);
  const none = product([answer({ y: 70 })], { repairs: 0 });
  none.judge();
  assertEquals((await none.optimizer.step()).kind, "unusable");
});

Deno.test("step() has refused values mended once, and keeps those that stand", async () => {
  const p = product([answer({ x: 4, y: 70 }), answer({ y: 7 })]);
  p.judge();
  const outcome = await p.optimizer.step();
  assertEquals([outcome.kind, outcome.changes, outcome.rejected], ["updated", { x: 4, y: 7 }, []]);
  assertStringIncludes(p.model.requests[1]?.messages.at(-1)?.content ?? "", "y = 70\n");
});

Deno.test("step() applies the accepted values and reports the rest when the repair fails too", async () => {
  const p = product([answer({ x: 4, y: 70 }), answer({ y: 90 }), answer({ y: 80, z: 1 })]);
  p.judge();
  const { kind, changes, rejected } = await p.optimizer.step();
  assertEquals([kind, changes], ["updated", { x: 4 }]);
  assertEquals(rejected.map(({ parameter, value }) => [parameter, value]), [["z", 1], ["y", 80]]);
  assertEquals([p.x.data, p.y.data, p.model.requests.length], [4, 2, 3]);
});

Deno.test("step() is unusable when nothing suggested can be applied", async () => {
  // Case 113.
  const p = product([answer({ y: "much" }), answer({ y: 98 }), answer({ y: 99 })]);
  p.judge();
  const { kind, rejected } = await p.optimizer.step();
  assertEquals([kind, rejected.length, p.y.data], ["unusable", 1, 2]);

  const q = product(["I cannot.", "Really not.", "No."]);
  q.judge();
  const outcome = await q.optimizer.step();
  assertEquals([outcome.kind, outcome.reasoning], ["unusable", "it holds no JSON object"]);
});

Deno.test("step() finds nothing to change in equal values, an empty suggestion, or no feedback", async () => {
  const p = product([answer({ x: -1 }), answer({})]);
  p.judge();
  assertEquals((await p.optimizer.step()).kind, "nothing");
  assertEquals((await p.optimizer.step()).kind, "nothing");
  p.optimizer.zeroFeedback();
  assertEquals((await p.optimizer.step()).kind, "nothing");
  assertEquals(p.model.requests.length, 2);
});

Deno.test("step() does not change a parameter that no feedback reached", async () => {
  // Case 104, and defect 15 of the original.
  const [used, stray] = [parameter(1, { name: "used" }), parameter(7, { name: "stray" })];
  const model = scriptedModel([{ used: 2, stray: 8 }, { stray: 8 }, { stray: 9 }].map(answer));
  const optimizer = new OptoPrime([used, stray], { model });
  optimizer.backward(used.add(1), "more");
  const { changes, rejected } = await optimizer.step();
  assertEquals([changes, stray.data], [{ used: 2 }, 7]);
  assertEquals(rejected.map(({ parameter }) => parameter), ["stray"]);
});

Deno.test("step() rejects with the model's error and leaves the parameters as they were", async () => {
  const p = product([new ModelError("no")]);
  p.judge();
  await assertRejects(() => p.optimizer.step(), ModelError, "no");
  assertEquals([p.x.data, p.optimizer.history.size], [-1, 0]);
});

Deno.test("new OptoPrime() refuses an empty list and values other than parameters", () => {
  // Case 93.
  const model = scriptedModel([]);
  assertThrows(() => new OptoPrime([], { model }), TypeError, "empty list");
  assertThrows(() => new OptoPrime([node(1, { name: "one" })], { model }), TypeError, '"one"');
  const wrong = [5] as unknown as Node[]; // as: what a program without types may pass
  assertThrows(() => new OptoPrime(wrong, { model }), TypeError, "received number");
});

Deno.test("optimizers share parameters and keep memories of their own", async () => {
  // Case 116.
  const x = parameter(1, { name: "x" });
  const optimizers = [2, 3].map((value) =>
    new OptoPrime([x], { model: scriptedModel([answer({ x: value })]) })
  );
  for (const optimizer of optimizers) {
    optimizer.zeroFeedback();
    optimizer.backward(x.add(1), "more");
    await optimizer.step();
  }
  assertEquals(x.data, 3);
  const remembered = optimizers.map(({ history }) =>
    history.latest(9).map(({ values }) => values.x)
  );
  assertEquals(remembered, [[1], [2]]);
});

Deno.test("Opro() asks without the trace", async () => {
  const x = parameter(1, { name: "x" });
  const model = scriptedModel([answer({ x: 2 })]);
  const optimizer = new Opro([x], { model });
  optimizer.backward(x.add(1), { score: 0.5, text: "more" });
  assertEquals((await optimizer.step()).changes, { x: 2 });
  assertNotMatch(model.requests[0]?.messages[1]?.content ?? "", /#Code|#Outputs/);
});

const better = `function policy(x: number): number {
  return x * 3;
}`;

/** A trainable function that was called once and judged. */
async function judgedPolicy(answers: readonly ScriptedAnswer[]) {
  const policy = trainable(function policy(x: number): number {
    if (x < 0) throw new Error("negative");
    return x + 1;
  }, {
    description: "Makes more of x.",
    source: "function policy(x: number): number {\n  return x + 1;\n}",
  });
  const model = scriptedModel(answers);
  const optimizer = new OptoPrime([policy.parameter], { model });
  const out = await policy(4);
  optimizer.backward(out, "should be 12");
  return { policy, model, optimizer };
}

Deno.test("step() accepts code that compiles and runs on the last inputs", async () => {
  // Case 115: the update takes effect in the next call.
  await withCodeRunner(sharedSandbox, async () => {
    const { policy, model, optimizer } = await judgedPolicy([answer({ policy: better })]);
    const outcome = await optimizer.step();
    assertEquals([outcome.kind, outcome.changes], ["updated", { policy: better }]);
    assertEquals(unwrap(await policy(4)), 12);
    const prompt = model.requests[0]?.messages[1]?.content ?? "";
    assertStringIncludes(prompt, "const policy0 = policy(x: ");
    assertStringIncludes(prompt, "policy (code):\n```ts\nfunction policy(x: number): number {");
  });
});

Deno.test("step() has code mended that does not compile or fails when it runs", async () => {
  await withCodeRunner(sharedSandbox, async () => {
    for (
      const broken of [
        "function policy(x: number): number {\n  return x * ;\n}",
        'function policy(x: number): number {\n  throw new Error("not yet");\n}',
        "function policy(x: number): number {\n  for (;;) ;\n}",
      ]
    ) {
      const { policy, model, optimizer } = await judgedPolicy([
        answer({ policy: broken }),
        answer({ policy: better }),
      ]);
      const outcome = await optimizer.step();
      assertEquals([outcome.kind, unwrap(await policy(4))], ["updated", 12]);
      assertMatch(
        model.requests[1]?.messages.at(-1)?.content ?? "",
        /policy:\nline \d+, column \d+ \((syntax|smoke)\): /,
      );
    }
  });
});

Deno.test("step() keeps the code when the repair fails, and gives the place of the fault", async () => {
  await withCodeRunner(sharedSandbox, async () => {
    const broken = answer({ policy: "function policy( {" });
    const { policy, optimizer } = await judgedPolicy([broken, broken, broken]);
    const { kind, rejected } = await optimizer.step();
    assertEquals([kind, rejected[0]?.diagnostics?.[0]?.stage], ["unusable", "syntax"]);
    assertEquals(unwrap(await policy(4)), 5);
  });
});

Deno.test("step() repairs code from the error it threw", async () => {
  // Case 123: an error, then the fix.
  await withCodeRunner(sharedSandbox, async () => {
    const policy = trainable(function policy(x: number): number {
      throw new Error(`no ${x}`);
    }, { source: 'function policy(x: number): number {\n  throw new Error("no " + x);\n}' });
    const model = scriptedModel([answer({ policy: better })]);
    const optimizer = new OptoPrime([policy.parameter], { model });
    const error = await policy(4).catch((error: unknown) => error);
    assertInstanceOf(error, ExecutionError);
    optimizer.backward(error.node, "It must not fail.");
    assertEquals((await optimizer.step()).kind, "updated");
    assertEquals(unwrap(await policy(4)), 12);
    const prompt = model.requests[0]?.messages[1]?.content ?? "";
    assertNotMatch(prompt, /#Documentation/);
    assertMatch(prompt, /#Outputs\n\w+ failed: Error: no 4\n.*\n.*\n.*<--- \(Error\) no 4/);
  });
});
