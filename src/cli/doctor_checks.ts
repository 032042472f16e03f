/**
 * The checks of `doctor`, run one after the other.
 *
 * @module
 */
import { messageOf } from "../message_of.ts";
import { enforcementHere } from "../code/child/enforcement.ts";
import { openSandbox } from "../code/sandbox/open_sandbox.ts";
import { UsageError } from "../errors.ts";
import { type ModelSettings, openModel } from "../model/open_model.ts";
import type { Check } from "./check.ts";
import { checkStrangersTask } from "./check_strangers_task.ts";
import { isSupported, runtimeAdvice } from "./runtime.ts";

/** The model to check, and its server. */
export interface CheckOptions extends Pick<ModelSettings, "baseUrl" | "apiKey" | "env"> {
  readonly model: string | undefined;
}

/** Runs a check, which returns the detail or throws. */
async function check(name: string, run: () => string | Promise<string>): Promise<Check> {
  try {
    return { name, outcome: "ok", detail: await run() };
  } catch (error) {
    const detail = messageOf(error);
    return { name, outcome: "failed", detail };
  }
}

/** Runs the checks. */
export async function* checks(options: CheckOptions): AsyncGenerator<Check> {
  yield await check("runtime", () => runtimeHere());
  yield* sandboxChecks();
  yield options.model === undefined
    ? { name: "model", outcome: "skipped", detail: "not checked: no model is named" }
    : await check("model", () => askModel(options.model ?? "", options));
}

/** @throws {UsageError} when this Deno is too old */
function runtimeHere(): string {
  const { deno, v8 } = Deno.version;
  if (!isSupported(deno)) throw new UsageError(`deno ${deno} is too old. ${runtimeAdvice}`);
  return `deno ${deno}, v8 ${v8}, ${Deno.build.os} ${Deno.build.arch}`;
}

async function* sandboxChecks(): AsyncGenerator<Check> {
  const { enforced, missing } = await enforcementHere();
  for (const { limit, by } of enforced) {
    yield { name: `limit: ${limit}`, outcome: "ok", detail: by };
  }
  for (const { limit, by, otherwise } of missing) {
    const detail = `not enforced here: it needs ${by}. Instead: ${otherwise}`;
    yield { name: `limit: ${limit}`, outcome: "missing", detail };
  }
  yield await checkStrangersTask();
  const opens = await check("sandbox opens", async () => {
    const start = performance.now();
    await using _sandbox = await openSandbox();
    return `in ${Math.round(performance.now() - start)} ms`;
  });
  yield opens;
  if (opens.outcome === "failed") return;
  const { runProbes } = await import("../code/sandbox/probes/run_probes.ts");
  for await (const probe of runProbes()) {
    const { name, isHeld, observed } = probe;
    yield { name, outcome: isHeld ? "ok" : "failed", detail: observed, probe };
  }
}

/** Longest wait for the one word that the model is asked for. */
const maxModelMs = 60_000;

async function askModel(
  name: string,
  where: ModelSettings,
): Promise<string> {
  const model = await openModel(name, { ...where, timeoutMs: maxModelMs });
  const start = performance.now();
  const { usage, model: answered } = await model.generate({
    messages: [{ role: "user", content: "Answer with the one word: ready" }],
    maxTokens: 50,
  });
  const tokens = usage.promptTokens + usage.completionTokens;
  return `${answered} answered in ${Math.round(performance.now() - start)} ms, ${tokens} tokens`;
}
