/**
 * The recordings of an experiment: a file of model calls for each run of a method with a model, compressed when the run is
 * complete.
 *
 * @module
 */
import { answeringModels, chooseModels, type ChosenModels } from "../../src/model/chosen_model.ts";
import { readExchanges } from "../../src/model/replaying.ts";
import type { CellKey } from "./results.ts";

/** Milliseconds for one answer of a recorded model: a person may write it. */
const answerTimeoutMs = 3_600_000;

/** The file of one run, without the `.gz` of a compressed one. */
export function recordingOf(folder: URL, { method, seed }: CellKey): string {
  return new URL(`recordings/${method}-${seed}.jsonl`, folder).pathname;
}

/** What is recorded, as text; null where nothing is. */
export async function recordedText(path: string): Promise<string | null> {
  const bytes = await bytesOf(path);
  if (bytes !== null) return new TextDecoder().decode(bytes);
  const packed = await bytesOf(`${path}.gz`);
  return packed && await new Response(through(packed, new DecompressionStream("gzip"))).text();
}

/** The answers of a recording, and after them none. @throws {UsageError} when it is no recording */
export async function recordedModel(path: string): Promise<ChosenModels> {
  const exchanges = readExchanges(await recordedText(path) ?? "", path);
  return answeringModels(exchanges, { agentModel: undefined });
}

/**
 * The model that OPTO_MODEL, OPENAI_BASE_URL and OPENAI_API_KEY name. Its answers are recorded; those that the file has
 * already come from there.
 *
 * @throws {UsageError} when no model is named
 */
export async function modelToRecord(path: string): Promise<ChosenModels> {
  const env = (variable: string) => Deno.env.get(variable);
  await Deno.mkdir(path.slice(0, path.lastIndexOf("/")), { recursive: true });
  await unpack(path);
  return await chooseModels({
    model: env("OPTO_MODEL"),
    baseUrl: env("OPENAI_BASE_URL"),
    apiKey: env("OPENAI_API_KEY"),
    env,
    timeoutMs: answerTimeoutMs,
    replay: undefined,
    record: path,
    logged: [], // it goes on with what is recorded
  });
}

/** Compresses the recording of a complete run. */
export async function pack(path: string): Promise<void> {
  const bytes = await bytesOf(path);
  if (bytes === null) return;
  await Deno.writeFile(`${path}.gz`, through(bytes, new CompressionStream("gzip")));
  await Deno.remove(path);
}

async function unpack(path: string): Promise<void> {
  const packed = await bytesOf(`${path}.gz`);
  if (packed === null) return;
  await Deno.writeFile(path, through(packed, new DecompressionStream("gzip")));
  await Deno.remove(`${path}.gz`);
}

function through(
  bytes: Uint8Array<ArrayBuffer>,
  stream: CompressionStream | DecompressionStream,
): ReadableStream<Uint8Array<ArrayBuffer>> {
  return new Blob([bytes]).stream().pipeThrough(stream);
}

async function bytesOf(path: string): Promise<Uint8Array<ArrayBuffer> | null> {
  try {
    return await Deno.readFile(path);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return null;
    throw error;
  }
}
