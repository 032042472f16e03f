/**
 * What `doctor` looks at, one check after the other.
 *
 * @module
 */
import { openSandbox } from "../code/sandbox/open_sandbox.ts";
import type { ProbeResult } from "../code/sandbox/probes/probe.ts";
import { openModel } from "./chosen_model.ts";

/** What came of one check. */
export interface Check {
  readonly name: string;
  readonly outcome: "ok" | "failed" | "skipped";
  /** What was seen, in one line. */
  readonly detail: string;
  /** An attack on the sandbox, when the check was one. */
  readonly probe?: ProbeResult;
}

/** What is to be checked besides the sandbox. */
export interface CheckOptions {
  readonly model: string | undefined;
  readonly baseUrl: string | undefined;
  readonly apiKey: string | undefined;
}

/** Makes a check of what happens: the detail when it is as it must be, an error when not. */
async function check(name: string, look: () => Promise<string>): Promise<Check> {
  try {
    return { name, outcome: "ok", detail: await look() };
  } catch (error) {
    const detail = error instanceof Error ? error.message : String(error);
    return { name, outcome: "failed", detail };
  }
}

/** Runs the checks. */
export async function* checks(options: CheckOptions): AsyncGenerator<Check> {
  yield {
    name: "runtime",
    outcome: "ok",
    detail: `deno ${Deno.version.deno}, v8 ${Deno.version.v8}, ${Deno.build.os} ${Deno.build.arch}`,
  };
  yield* sandboxChecks();
  yield options.model === undefined
    ? { name: "model", outcome: "skipped", detail: "none is named; a run uses the built-in search" }
    : await check("model", () => askModel(options.model ?? "", options));
}

async function* sandboxChecks(): AsyncGenerator<Check> {
  const opens = await check("sandbox opens", async () => {
    const start = performance.now();
    await using _sandbox = await openSandbox();
    return `in ${Math.round(performance.now() - start)} ms`;
  });
  yield opens;
  if (opens.outcome === "failed") return;
  yield { name: "limits", outcome: "ok", detail: limitsHere() };
  const { runProbes } = await import("../code/sandbox/probes/run_probes.ts");
  for await (const probe of runProbes()) {
    const { name, isHeld, observed } = probe;
    yield { name, outcome: isHeld ? "ok" : "failed", detail: observed, probe };
  }
}

/** What keeps a sandbox small on this machine. */
function limitsHere(): string {
  return Deno.build.os === "linux"
    ? "ulimit for data and CPU time, V8 for the heap, and memory is watched"
    : "V8 for the heap, and memory is watched; no limit of CPU time on this system";
}

async function askModel(
  name: string,
  where: { readonly baseUrl: string | undefined; readonly apiKey: string | undefined },
): Promise<string> {
  const model = await openModel(name, where);
  const start = performance.now();
  const { usage, model: answered } = await model.generate({
    messages: [{ role: "user", content: "Answer with the one word: ready" }],
    maxTokens: 50,
  });
  const tokens = usage.promptTokens + usage.completionTokens;
  return `${answered} answered in ${Math.round(performance.now() - start)} ms, ${tokens} tokens`;
}
