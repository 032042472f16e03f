/**
 * `optimize --dry-run`: evaluates once and prints the prompt without sending it.
 *
 * @module
 */
import { UsageError } from "../errors.ts";
import { plainText } from "../printable.ts";
import { estimatePromptTokens } from "../model/usage.ts";
import { priceOf } from "../model/price.ts";
import { previewPrompt } from "../run/preview_prompt.ts";
import { loadTask } from "../task/load_task.ts";
import { openModel } from "../model/chosen_model.ts";
import { modelSettings } from "./model_settings.ts";
import type { CommandContext, ExitCode } from "./command.ts";
import { scoreText } from "../run/score_text.ts";
import { costText, countText } from "./display/amount_text.ts";
import { type RunOptionValues, toRunOptions } from "./run_options.ts";
import { bold, dim, lines, styled } from "./terminal_text.ts";

/** Prints the first prompt of a run; without a model, the prompt of OptoPrime. */
export async function dryRun(
  { taskSource, options }: {
    readonly taskSource: string | undefined;
    readonly options: RunOptionValues;
  },
  { terminal, env }: CommandContext,
): Promise<ExitCode> {
  if (taskSource === undefined) {
    throw new UsageError("Cannot show a prompt: received no task", {
      advice: "Write: optimize TASK --dry-run.",
    });
  }
  const { task } = await loadTask(taskSource);
  const named = options.model ?? env("OPTO_MODEL") ??
    (typeof task.model === "object" ? task.model.name : task.model);
  const { optimizer } = toRunOptions(options);
  const { report, request } = await previewPrompt(task, {
    seed: options.seed,
    ...(optimizer === undefined ? {} : { optimizer }),
  });
  const tokens = estimatePromptTokens(request);
  if (options.json) {
    const { score, feedback, metrics } = report;
    terminal.out(
      `${JSON.stringify({ type: "dry-run", score, feedback, metrics, request, tokens })}\n`,
    );
    return 0;
  }
  for (const { role, content } of request.messages) {
    terminal.out(
      styled`${dim(`── ${role} `.padEnd(60, "─"))}\n${content.trimEnd()}\n\n`,
    );
  }
  terminal.out(lines([
    dim("─".repeat(60)),
    styled`${bold("score")}   ${scoreText(report.score)} on the first training example`,
    styled`${bold("words")}   ${plainText(report.feedback).slice(0, 200)}`,
    styled`${bold("prompt")}  about ${countText(tokens)} tokens${await priceText(
      named,
      tokens,
      options,
      env,
    )}`,
    styled`${bold("sent")}    nothing, as this is a dry run`,
  ]));
  return 0;
}

async function priceText(
  name: string | undefined,
  tokens: number,
  options: RunOptionValues,
  env: CommandContext["env"],
): Promise<string> {
  if (name === undefined) return "; no model is named, so a run would use the built-in search";
  const settings = modelSettings(options, env);
  const apiKey = settings.apiKey ?? "not used for the price";
  const { price } = await openModel(name, { ...settings, apiKey });
  const usd = priceOf(price, { promptTokens: tokens, completionTokens: 0 });
  return usd === null ? ` for ${name}, price unknown` : ` for ${name}, ${costText(usd)}`;
}
