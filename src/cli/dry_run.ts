/**
 * `optimize --dry-run`: starts a run and prints its first prompt without sending it.
 *
 * @module
 */
import { UsageError } from "../errors.ts";
import { plainText } from "../printable.ts";
import { estimatePromptTokens } from "../model/usage.ts";
import { priceOf } from "../model/price.ts";
import type { PreviewResult } from "../supervise/message.ts";
import { superviseTask } from "../supervise/supervise_task.ts";
import { namedPrice } from "../model/open_model.ts";
import { modelSettings, modelsOfCommand } from "./model_settings.ts";
import type { CommandContext, ExitCode } from "./command.ts";
import { scoreText } from "../run/score_text.ts";
import { costText, countText, plural } from "../run/amount_text.ts";
import { type RunOptionValues, toRunOptions } from "./run_options.ts";
import { untrustedLimits } from "./untrusted_limits.ts";
import { TaskOutput } from "./task_output.ts";
import { bold, dim, lines, styled } from "./terminal_text.ts";

/** Prints the first prompt of a run; without a model, the prompt of OptoPrime. */
export async function dryRun(
  { taskSource, options }: {
    readonly taskSource: string | undefined;
    readonly options: RunOptionValues;
  },
  { terminal, env, runner }: CommandContext,
): Promise<ExitCode> {
  if (taskSource === undefined) {
    throw new UsageError("Cannot show a prompt: received no task", {
      advice: "Write: optimize TASK --dry-run.",
    });
  }
  const output = new TaskOutput((line) => terminal.err(lines([line])));
  const preview = await superviseTask({
    request: {
      kind: "preview",
      taskSource,
      untrusted: await untrustedLimits(options),
      options: toRunOptions(options),
      model: modelsOfCommand(options, { env, isResumed: false }),
    },
    runner,
    hasInput: true,
    onOutput: (line) => output.add(line),
  });
  const { feedback: said, examples, request, taskModel, agentCalls, judgeCalls } =
    preview as PreviewResult; // as: made by our own process
  const named = options.model ?? env("OPTO_MODEL") ?? taskModel;
  const tokens = estimatePromptTokens(request);
  if (options.json) {
    const { score = null, feedback = "", metrics = {} } = said;
    const shown = { type: "dry-run", score, feedback, metrics, examples, request, tokens };
    terminal.out(`${JSON.stringify(shown)}\n`);
    return 0;
  }
  for (const { role, content } of request.messages) {
    terminal.out(
      styled`${dim(`── ${role} `.padEnd(60, "─"))}\n${content.trimEnd()}\n\n`,
    );
  }
  terminal.out(lines([
    dim("─".repeat(60)),
    styled`${bold("score")}   ${scoreText(said.score ?? null)} on the first batch: ${
      countText(examples)
    } training examples`,
    styled`${bold("words")}   ${plainText(said.feedback ?? "").slice(0, 200)}`,
    styled`${bold("prompt")}  about ${countText(tokens)} tokens${
      priceText(
        named,
        tokens,
        options,
        env,
      )
    }`,
    styled`${bold("sent")}    ${sentText({ agentCalls, judgeCalls })}`,
  ]));
  return 0;
}

function priceText(
  name: string | undefined,
  tokens: number,
  options: RunOptionValues,
  env: CommandContext["env"],
): string {
  if (name === undefined) return "; no model is named, so a run would use the built-in search";
  const price = namedPrice(name, modelSettings(options, env));
  const usd = priceOf(price, { promptTokens: tokens, completionTokens: 0 });
  return usd === null ? ` for ${name}, price unknown` : ` for ${name}, ${costText(usd)}`;
}

/** The calls that a dry run makes: those of the evaluations before the first prompt. */
function sentText(
  { agentCalls, judgeCalls }: Pick<PreviewResult, "agentCalls" | "judgeCalls">,
): string {
  const parts = [
    ...(agentCalls === 0 ? [] : [`${plural(agentCalls, "call")} of the agent to its model`]),
    ...(judgeCalls === 0 ? [] : [`${plural(judgeCalls, "call")} of judges`]),
  ];
  if (parts.length === 0) return "nothing, as this is a dry run";
  return `${parts.join(", ")}, and nothing else`;
}
