/**
 * The text of `--help`, for all commands and for one.
 *
 * @module
 */
import { bold, cyan, dim, stripAnsiCode } from "@std/fmt/colors";
import type { Command } from "./command.ts";
import { commands } from "./commands.ts";
import type { OptionSpec } from "./options.ts";
import { programName } from "./program_name.ts";

/** The list of commands. */
export function generalHelp(): string {
  const rows = Object.entries(commands).map(([name, { summary }]) =>
    [`  ${cyan(name)}`, summary] as const
  );
  return [
    `${
      bold("Opto")
    } improves the code, prompts and numbers of a program: it changes them, runs the`,
    "program on examples, and keeps the changes that score better.",
    "",
    `${bold("Usage")}  ${programName()} COMMAND [OPTIONS]`,
    "",
    ...columns(rows),
    "",
    bold("First steps"),
    `  ${cyan(`${programName()} init task.ts`)}`,
    `  ${cyan(`${programName()} optimize task.ts`)}`,
    "",
    dim(`For the options of a command: ${programName()} COMMAND --help`),
    "",
  ].join("\n");
}

/** One command with its options. */
export function commandHelp(name: string, summary: string, command: Command): string {
  const rows = Object.entries(command.options).map(([option, spec]) =>
    [`  ${cyan(optionSyntax(option, spec))}`, optionText(spec)] as const
  );
  return [
    `${summary}.`,
    "",
    `${bold("Usage")}  ${programName()} ${
      [name, command.usage].filter(Boolean).join(" ")
    } [OPTIONS]`,
    "",
    ...columns(rows),
    ...(command.details === undefined ? [] : ["", command.details]),
    "",
  ].join("\n");
}

function optionSyntax(name: string, spec: OptionSpec): string {
  const short = spec.short === undefined ? "" : `-${spec.short}, `;
  return `${short}--${name}${spec.kind === "flag" ? "" : ` ${spec.value ?? "VALUE"}`}`;
}

function optionText(spec: OptionSpec): string {
  return spec.default === undefined
    ? spec.help
    : `${spec.help} ${dim(`(default: ${spec.default})`)}`;
}

function columns(rows: readonly (readonly [string, string])[]): string[] {
  const width = Math.max(...rows.map(([left]) => stripAnsiCode(left).length)) + 2;
  return rows.map(([left, right]) => left + " ".repeat(width - stripAnsiCode(left).length) + right);
}
