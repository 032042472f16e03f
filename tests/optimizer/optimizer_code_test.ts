import "../../src/entry/install_host_services.ts";
import {
  assertEquals,
  assertInstanceOf,
  assertMatch,
  assertNotMatch,
  assertStringIncludes,
} from "@std/assert";
import { type ScriptedAnswer, scriptedModel } from "../../src/model/scripted_model.ts";
import { OptoPrime } from "../../src/optimizer/optoprime.ts";
import { withSandbox } from "../../src/trace/ambient.ts";
import { ExecutionError } from "../../src/trace/failure/execution_error.ts";
import { unwrap } from "../../src/trace/node.ts";
import { trainable } from "../../src/trace/code/trainable.ts";
import { sharedSandbox } from "../support/shared_sandbox.ts";

function answer(suggestion: Readonly<Record<string, unknown>>): string {
  return JSON.stringify({ reasoning: "as asked", suggestion });
}

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
  await withSandbox(sharedSandbox, async () => {
    const { policy, model, optimizer } = await judgedPolicy([answer({ policy: better })]);
    const outcome = await optimizer.step();
    assertEquals([outcome.kind, outcome.changes], ["updated", { policy: better }]);
    assertEquals(unwrap(await policy(4)), 12);
    const prompt = model.requests[0]?.messages[1]?.content ?? "";
    assertStringIncludes(prompt, "const policy0 = policy(x: ");
    assertStringIncludes(prompt, "policy (code):\n```ts\nfunction policy(x: number): number {");
  });
});

Deno.test("step() asks for a repair of code that does not compile or fails when it runs", async () => {
  await withSandbox(sharedSandbox, async () => {
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

Deno.test("step() keeps the code when repairs fail, and says where it broke", async () => {
  await withSandbox(sharedSandbox, async () => {
    const broken = answer({ policy: "function policy( {" });
    const { policy, optimizer } = await judgedPolicy([broken, broken, broken, broken]);
    const { kind, rejected } = await optimizer.step();
    assertEquals([kind, rejected[0]?.diagnostics?.[0]?.stage], ["unusable", "syntax"]);
    assertEquals(unwrap(await policy(4)), 5);
  });
});

Deno.test("step() repairs code from the error it threw", async () => {
  await withSandbox(sharedSandbox, async () => {
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
    assertMatch(prompt, /#Outputs\n\w+ failed:\n.*\n.*\n.*<--- \(Error\) no 4/);
  });
});

Deno.test("step() checks types of code only where its options say so", async () => {
  await withSandbox(sharedSandbox, async () => {
    const wrong = answer({
      policy:
        "function policy(x: number): number {\n  const two: string = 2;\n  return x * two;\n}",
    });
    for (const typeCheck of [undefined, true]) {
      const policy = trainable(function policy(x: number): number {
        return x + 1;
      }, { source: "function policy(x: number): number {\n  return x + 1;\n}" });
      const model = scriptedModel([wrong]);
      const options = { model, repairs: 0, ...(typeCheck === undefined ? {} : { typeCheck }) };
      const optimizer = new OptoPrime([policy.parameter], options);
      optimizer.backward(await policy(4), "should be 12");
      const { kind, rejected } = await optimizer.step();
      assertEquals(kind, typeCheck ? "unusable" : "updated");
      assertEquals(rejected[0]?.diagnostics?.[0]?.stage, typeCheck ? "type" : undefined);
    }
  });
});
