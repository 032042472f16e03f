/**
 * Asks the model at a URL once and prints what came of it, with the peak memory of the process.
 *
 * @module
 */
import { openaiModel } from "../../src/model/openai_model.ts";

const [baseUrl = ""] = Deno.args;
const model = openaiModel({ model: "m", baseUrl, maxAttempts: 1 });
const { outcome, length } = await model.generate({ messages: [{ role: "user", content: "?" }] })
  .then(
    ({ text, finishReason }) => ({ outcome: finishReason, length: text.length }),
    () => ({ outcome: "failed", length: 0 }),
  );
const status = await Deno.readTextFile("/proc/self/status");
const peakMb = Number(/VmHWM:\s+(\d+)/.exec(status)?.[1]) / 1024;
console.log(JSON.stringify({ outcome, length, peakMb }));
