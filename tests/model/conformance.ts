/**
 * The conformance suite of language models.
 *
 * @module
 */
import { assert, assertEquals, assertRejects, assertStrictEquals } from "@std/assert";
import { ModelError } from "../../src/errors.ts";
import type { LanguageModel, ModelRequest } from "../../src/model/language_model.ts";

/** A model under test: it answers `say X` with `X`, cuts `cut` off, fails on `fail`, and is slow on `wait`. */
export interface ModelUnderTest extends AsyncDisposable {
  readonly model: LanguageModel;
}

/** A request whose last message is the text. */
export function ask(content: string): ModelRequest {
  return { messages: [{ role: "system", content: "Obey." }, { role: "user", content }] };
}

/** All requests of the suite in order, for models that must record them first. */
export const suiteRequests: readonly ModelRequest[] = [
  "say hello",
  "say one",
  "say two",
  "say three",
  "cut",
].map(ask);

/** Registers the suite for one implementation. */
export function testLanguageModel(name: string, open: () => Promise<ModelUnderTest>): void {
  Deno.test(`${name} answers with text, usage and the reason why it ended`, async () => {
    await using under = await open();
    const response = await under.model.generate(ask("say hello"));
    assertEquals(response.text, "hello");
    assertEquals(response.finishReason, "stop");
    assert(response.model.length > 0);
    assert(under.model.name.length > 0);
    assert(response.usage.promptTokens > 0 && response.usage.completionTokens > 0);
  });

  Deno.test(`${name} reports that an answer was cut off`, async () => {
    await using under = await open();
    assertEquals((await under.model.generate(ask("cut"))).finishReason, "length");
  });

  Deno.test(`${name} gives each of several calls under way its own answer`, async () => {
    await using under = await open();
    const words = ["one", "two", "three"];
    const responses = await Promise.all(
      words.map((word) => under.model.generate(ask(`say ${word}`))),
    );
    assertEquals(responses.map(({ text }) => text), words);
  });

  Deno.test(`${name} rejects with ModelError when no answer can be had`, async () => {
    await using under = await open();
    await assertRejects(() => under.model.generate(ask("fail")), ModelError);
  });

  Deno.test(`${name} rejects with the signal's reason when aborted before the call`, async () => {
    await using under = await open();
    const reason = new Error("enough");
    const error = await rejection(
      under.model.generate(ask("say hello"), { signal: AbortSignal.abort(reason) }),
    );
    assertStrictEquals(error, reason);
  });

  Deno.test(`${name} leaves the request as it was`, async () => {
    await using under = await open();
    const request = ask("say hello");
    const before = structuredClone(request);
    await under.model.generate(request);
    assertEquals(request, before);
  });
}

/** The reason with which a promise rejects. */
export async function rejection(promise: Promise<unknown>): Promise<unknown> {
  try {
    await promise;
  } catch (error) {
    return error;
  }
  throw new Error("It was fulfilled");
}
