/**
 * The obligations of every language model, as cases for any test runner.
 *
 * @module
 */
import assert from "node:assert/strict";
import type { LanguageModel, ModelRequest, ModelResponse } from "../model/language_model.ts";
import type { ConformanceCase } from "./conformance_case.ts";

/** A language model under test. */
export interface ModelUnderTest {
  /** Opens the model. Each case makes one to three short calls. */
  readonly open: () => LanguageModel | Promise<LanguageModel>;
}

const finishReasons = ["stop", "length", "filter", "other"];

/**
 * The cases of the language-model port.
 *
 * @example
 * ```ts
 * import { modelCases, scriptedModel } from "@opto/opto/testing";
 *
 * for (const { run } of modelCases({ open: () => scriptedModel(() => "hello") })) await run(); // or Deno.test(name, run)
 * ```
 */
export function modelCases({ open }: ModelUnderTest): readonly ConformanceCase[] {
  return [
    {
      name: "generate() answers with text, reason, usage and the model's name",
      run: async () => assertResponse(await (await open()).generate(ask("Say hello."))),
    },
    {
      name: "generate() leaves its request as it was",
      run: async () => {
        const request = ask("Say hello.");
        await (await open()).generate(request);
        assert.deepEqual(request, ask("Say hello."));
      },
    },
    {
      name: "generate() answers several calls at the same time",
      run: async () => {
        const model = await open();
        const words = ["one", "two", "three"];
        const responses = await Promise.all(
          words.map((word) => model.generate(ask(`Say ${word}.`))),
        );
        responses.forEach(assertResponse);
      },
    },
    {
      name: "generate() rejects with the signal's reason when it is aborted",
      run: async () => {
        const model = await open();
        const signal = AbortSignal.abort(new Error("enough"));
        await assert.rejects(
          async () => await model.generate(ask("Say hello."), { signal }),
          /enough/,
        );
      },
    },
    {
      name: "price is absent, null, or dollars from 0",
      run: async () => {
        const { name, price } = await open();
        assert.ok(name.length > 0, "the model has no name");
        for (const usd of [price?.promptUsd ?? 0, price?.completionUsd ?? 0]) {
          assert.ok(Number.isFinite(usd) && usd >= 0, `a price is ${usd}`);
        }
      },
    },
  ];
}

function ask(content: string): ModelRequest {
  return { messages: [{ role: "user", content }], maxTokens: 50 };
}

function assertResponse({ text, finishReason, usage, model }: ModelResponse): void {
  assert.equal(typeof text, "string");
  assert.ok(finishReasons.includes(finishReason), `the reason is ${finishReason}`);
  assert.ok(typeof model === "string" && model.length > 0, "the response names no model");
  for (const tokens of [usage.promptTokens, usage.completionTokens]) {
    assert.ok(Number.isSafeInteger(tokens) && tokens >= 0, `a number of tokens is ${tokens}`);
  }
  const { usd } = usage;
  assert.ok(usd === null || (Number.isFinite(usd) && usd >= 0), `the cost is ${usd}`);
}
