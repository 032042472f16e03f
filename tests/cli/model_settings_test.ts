import { assertEquals, assertStringIncludes, assertThrows } from "@std/assert";
import { isAbsolute } from "node:path";
import { modelsOfCommand } from "../../src/cli/model_settings.ts";
import { rememberedOptions, type RunOptionValues } from "../../src/cli/run_options.ts";
import { UsageError } from "../../src/errors.ts";
import type { EventOf } from "../../src/trainer/event.ts";
import { tempDir } from "../support/temp_dir.ts";

const none = { model: undefined, prices: undefined } as RunOptionValues; // as: every option is left out
const env = (name: string) =>
  ({ OPTO_MODEL: "teacher", OPTO_AGENT_MODEL: "student", OPENAI_API_KEY: "sk-1" })[name];

Deno.test("modelsOfCommand() takes the models of the environment for new runs, and hands no key on", () => {
  const { named, agent, ...others } = modelsOfCommand(none, { env, isResumed: false });
  assertEquals([named, agent?.named], ["teacher", "student"]);
  assertEquals(JSON.stringify(others).includes("sk-1"), false);
  const started = { model: "a", agentModel: "b" } as EventOf<"started">; // as: no other field is read
  const resumed = modelsOfCommand(none, { env, started, isResumed: true });
  assertEquals([resumed.named, resumed.agent?.named], [undefined, undefined]);
  assertEquals([resumed.loggedModel, resumed.loggedAgentModel], ["a", "b"]);
});

Deno.test("modelsOfCommand() reads prices from a file, and says which are wrong", async () => {
  const prices = `${await tempDir()}/prices.json`;
  const read = () => modelsOfCommand({ ...none, prices }, { env, isResumed: false }).prices;
  const faults = {
    "{": "JSON",
    "[]": "received no object",
    '{"m": [1]}': 'no two numbers from 0 for "m"',
    '{"m": [1, -1]}': 'no two numbers from 0 for "m"',
    '{"m": "1,2"}': 'no two numbers from 0 for "m"',
  };
  for (const [text, fault] of Object.entries(faults)) {
    Deno.writeTextFileSync(prices, text);
    assertStringIncludes(assertThrows(read, UsageError).message, fault);
  }
  Deno.writeTextFileSync(prices, '{"m": [1, 2.5]}');
  assertEquals(read(), { m: { promptUsd: 1, completionUsd: 2.5 } });
});

Deno.test("rememberedOptions() finds the file of prices again, and keeps no password of a server", () => {
  const given = { ...none, prices: "prices.json", "agent-base-url": "https://me:secret@host/v1" };
  const { prices, "agent-base-url": server } = rememberedOptions(given, { baseUrl: undefined });
  assertEquals([isAbsolute(String(prices)), server], [true, undefined]);
});
