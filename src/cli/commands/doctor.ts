/**
 * `doctor`: checks the sandbox on this machine, and the model when one is named.
 *
 * @module
 */
import { bold, green, red } from "@std/fmt/colors";
import { type Command, defineCommand } from "../command.ts";
import { plainText } from "../display/text.ts";
import { checks } from "../doctor_checks.ts";

/** Runs every check; exit code 1 when one fails. */
export const doctorCommand: Command = defineCommand({
  usage: "",
  words: [0, 0],
  summary: "Check the sandbox on this machine, and the model",
  options: {
    model: { kind: "string", value: "NAME", help: "Ask this model for one word; also OPTO_MODEL" },
    "base-url": { kind: "string", value: "URL", help: "Server of the model; also OPENAI_BASE_URL" },
    json: { kind: "flag", help: "One check per line on standard output" },
  },
  async run({ options }, { terminal, env }) {
    const model = options.model ?? env("OPTO_MODEL");
    let hasFailed = false;
    for await (
      const check of checks({
        model,
        baseUrl: options["base-url"] ?? env("OPENAI_BASE_URL"),
        apiKey: env("OPENAI_API_KEY"),
      })
    ) {
      hasFailed ||= check.outcome === "failed";
      if (options.json) terminal.out(`${JSON.stringify(check)}\n`);
      else terminal.out(`${line(check.outcome)} ${bold(check.name)}  ${plainText(check.detail)}\n`);
    }
    return hasFailed ? 1 : 0;
  },
});

function line(outcome: "ok" | "failed" | "skipped"): string {
  return outcome === "ok" ? green("✓") : outcome === "failed" ? red("✗") : "–";
}
