import {
  assert,
  assertEquals,
  assertRejects,
  assertStringIncludes,
  assertThrows,
} from "@std/assert";
import { ModelError } from "../../src/errors.ts";
import {
  type AiSdkCall,
  type AiSdkLanguageModel,
  aiSdkModel,
} from "../../src/model/ai_sdk_model.ts";
import { fakeClock } from "../support/fake_clock.ts";
import { ask, testLanguageModel } from "./conformance.ts";

/** The text of the last message, which is its one part. */
function lastText({ prompt }: AiSdkCall): string {
  const [part] = prompt.at(-1)?.content as readonly { readonly text: string }[]; // as: the adapter makes such parts
  return part?.text ?? "";
}

/** An error as the SDK throws it. */
function apiError(statusCode: number, isRetryable: boolean, responseHeaders = {}): Error {
  return Object.assign(new Error(`status ${statusCode}`), {
    statusCode,
    isRetryable,
    responseHeaders,
  });
}

/** A model in the shape of a version of the interface. */
function sdkModel(
  version: "v2" | "v3",
  answer: (call: AiSdkCall) => string | Error,
): AiSdkLanguageModel & { readonly calls: AiSdkCall[] } {
  const calls: AiSdkCall[] = [];
  const isNew = version === "v3";
  return {
    specificationVersion: version,
    provider: "example",
    modelId: "m",
    calls,
    async doGenerate(call) {
      call.abortSignal?.throwIfAborted();
      calls.push(call);
      const text = answer(call);
      if (text instanceof Error) throw text;
      const reason = text === "cu" ? "length" : "stop";
      return await Promise.resolve({
        content: [{ type: "reasoning", text: "hm" }, { type: "text", text }],
        finishReason: isNew ? { unified: reason, raw: undefined } : reason,
        usage: isNew
          ? { inputTokens: { total: 7 }, outputTokens: { total: 3 } }
          : { inputTokens: 7, outputTokens: 3 },
        response: { modelId: "m-1" },
      });
    },
  };
}

for (const version of ["v2", "v3"] as const) {
  testLanguageModel(`aiSdkModel() of ${version}`, () => {
    const model = aiSdkModel(sdkModel(version, (call) => {
      const content = lastText(call);
      if (content === "fail") return apiError(400, false);
      return content === "cut" ? "cu" : content.replace(/^say /, "");
    }));
    return Promise.resolve({ model, async [Symbol.asyncDispose]() {} });
  });
}

Deno.test("aiSdkModel() hands settings on, and takes tokens and price", async () => {
  const inner = sdkModel("v3", () => "yes");
  const model = aiSdkModel(inner, { price: { promptUsd: 1e6, completionUsd: 0 } });
  const schema = { type: "object" };
  const { usage, model: name } = await model.generate({
    ...ask("Well?"),
    temperature: 0.5,
    maxTokens: 9,
    seed: 3,
    format: { kind: "json", name: "answer", schema },
  });
  assertEquals(usage, { promptTokens: 7, completionTokens: 3, usd: 7 });
  assertEquals([name, model.name], ["m-1", "example/m"]);
  const { prompt, abortSignal, ...settings } = inner.calls[0]!; // one call was made
  assert(abortSignal instanceof AbortSignal);
  assertEquals(prompt[0], { role: "system", content: "Obey." });
  assertEquals(settings, {
    temperature: 0.5,
    maxOutputTokens: 9,
    seed: 3,
    responseFormat: { type: "json", name: "answer", schema } as { type: string },
  });
});

Deno.test("aiSdkModel() repeats what the SDK calls retryable, after the wait that the server asks for", async () => {
  const clock = fakeClock();
  const failures = [apiError(429, true, { "retry-after": "3" }), apiError(503, true)];
  const model = aiSdkModel(sdkModel("v3", () => failures.shift() ?? "yes"), { clock });
  assertEquals((await model.generate(ask("Well?"))).text, "yes");
  assertEquals(clock.waits, [3_000, 1_000]);
  const error = await assertRejects(
    () => aiSdkModel(sdkModel("v3", () => apiError(401, false))).generate(ask("Well?")),
    ModelError,
  );
  assertStringIncludes(error.message, 'Cannot get an answer from "example/m": status 401');
  assertEquals([error.status, error.isFatal], [401, true]);
});

Deno.test("aiSdkModel() refuses a value that is no model", () => {
  assertThrows(() => aiSdkModel({} as AiSdkLanguageModel), TypeError, "model of the AI SDK");
});
