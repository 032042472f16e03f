/**
 * What `doctor` looks at, one check after the other.
 *
 * @module
 */
import { openSandbox, type Sandbox } from "../code/sandbox/open_sandbox.ts";
import { openModel } from "./chosen_model.ts";

/** What came of one check. */
export interface Check {
  readonly name: string;
  readonly outcome: "ok" | "failed" | "skipped";
  /** What was seen, in one line. */
  readonly detail: string;
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

const limits = { timeoutMs: 500, memoryMb: 64 } as const;

async function* sandboxChecks(): AsyncGenerator<Check> {
  let opened: Sandbox | undefined;
  yield await check("sandbox opens", async () => {
    const start = performance.now();
    opened = await openSandbox(limits);
    return `in ${Math.round(performance.now() - start)} ms`;
  });
  if (opened === undefined) return;
  await using sandbox = opened;
  yield await check("code runs", () => expectEnd(sandbox, "return 6 * 7", "value"));
  yield await check("time is limited", () => expectEnd(sandbox, "for (;;) {}", "timeout"));
  yield await check("memory is limited", () => {
    const body = "const all = []; for (;;) all.push(new Array(1e5).fill(all.length))";
    return expectEnd(sandbox, body, "crashed", "thrown", "timeout");
  });
  yield await check("no global reaches the machine", () => {
    const body =
      `return ["Deno", "fetch", "process", "Worker", "WebSocket", "require"].filter((name) => name in globalThis).join()`;
    return expectValue(sandbox, body, "");
  });
}

/** Runs a body and says how it ended, which must be one of these ways. */
async function expectEnd(
  sandbox: Sandbox,
  body: string,
  ...kinds: readonly string[]
): Promise<string> {
  const loaded = await sandbox.load({ source: `export function probe() { ${body} }` });
  const result = loaded.kind === "loaded" ? await loaded.unit.call("probe", []) : loaded;
  if (!kinds.includes(result.kind)) {
    throw new Error(`it ended by "${result.kind}" instead of "${kinds.join('", "')}"`);
  }
  const ms = "durationMs" in result ? ` after ${result.durationMs.toFixed(0)} ms` : "";
  return `ended by "${result.kind}"${ms}`;
}

async function expectValue(sandbox: Sandbox, body: string, value: unknown): Promise<string> {
  const loaded = await sandbox.load({ source: `export function probe() { ${body} }` });
  const result = loaded.kind === "loaded" ? await loaded.unit.call("probe", []) : loaded;
  if (result.kind === "value" && result.value === value) return "nothing found";
  throw new Error(`found ${"value" in result ? String(result.value) : result.kind}`);
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
