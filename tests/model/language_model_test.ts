import { ModelError } from "../../src/errors.ts";
import { answering } from "../../src/model/answering.ts";
import { metered } from "../../src/model/metered.ts";
import { openaiModel } from "../../src/model/openai_model.ts";
import { recording, RecordingFile } from "../../src/model/recording.ts";
import { replaying } from "../../src/model/replaying.ts";
import { type ScriptedAnswer, scriptedModel } from "../../src/model/scripted_model.ts";
import type { LanguageModel, ModelRequest } from "../../src/model/language_model.ts";
import { startOpenAiServer } from "../support/openai_server.ts";
import { suiteRequests, testLanguageModel } from "./conformance.ts";
import { tempDir } from "../support/temp_dir.ts";

function script({ messages }: ModelRequest): ScriptedAnswer {
  const content = messages.at(-1)?.content ?? "";
  if (content === "fail") return new ModelError("It fails");
  if (content === "cut") {
    const usage = { promptTokens: 1, completionTokens: 1, usd: 0 };
    return { text: "cu", finishReason: "length", usage, model: "scripted" };
  }
  return content.replace(/^say /, "");
}

function withoutEnd(model: LanguageModel) {
  return { model, async [Symbol.asyncDispose]() {} };
}

testLanguageModel("openaiModel()", () => {
  const server = startOpenAiServer(({ body }) => {
    const content = body.messages.at(-1)?.content ?? "";
    if (content === "fail") return { status: 418 };
    if (content === "cut") return { text: "cu", finishReason: "length" };
    return content.replace(/^say /, "");
  });
  const model = openaiModel({ model: "any", baseUrl: server.baseUrl });
  return Promise.resolve({ model, [Symbol.asyncDispose]: () => server[Symbol.asyncDispose]() });
});

testLanguageModel("scriptedModel()", () => Promise.resolve(withoutEnd(scriptedModel(script))));

testLanguageModel("metered()", () => {
  const budget = { calls: 10, tokens: 100_000, usd: 1 };
  return Promise.resolve(withoutEnd(metered(scriptedModel(script), { budget })));
});

testLanguageModel("answering()", () => {
  return Promise.resolve(withoutEnd(answering(scriptedModel(script), [])));
});

testLanguageModel("replaying()", async () => {
  const directory = await tempDir();
  const path = `${directory}/recording.jsonl`;
  {
    await using file = await RecordingFile.open(path);
    const recorder = recording(scriptedModel(script), file);
    for (const request of suiteRequests) await recorder.generate(request);
  }
  return {
    model: await replaying(path),
    [Symbol.asyncDispose]: () => Deno.remove(directory, { recursive: true }),
  };
});
