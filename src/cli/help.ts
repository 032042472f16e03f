/**
 * The text of `--help`, for all commands and for one.
 *
 * @module
 */
import type { Command } from "./command.ts";
import { commands } from "./commands.ts";
import type { OptionSpec } from "./options.ts";
import { programName } from "./program_name.ts";
import {
  bold,
  cyan,
  dim,
  type Insertion,
  lines,
  styled,
  type TerminalText,
} from "./terminal_text.ts";
import { padded } from "./display/columns.ts";

/** The list of commands. */
export function generalHelp(): TerminalText {
  const rows = Object.entries(commands).map(([name, { summary }]) =>
    [styled`  ${cyan(name)}`, summary] as const
  );
  return lines([
    styled`${
      bold("Opto")
    } improves the code, prompts and numbers of a program: it changes them, runs the`,
    "program on examples, and keeps the changes that score better.",
    "",
    styled`${bold("Usage")}  ${programName()} COMMAND [OPTIONS]`,
    "",
    ...columns(rows),
    "",
    bold("First steps"),
    styled`  ${cyan(`${programName()} init task.ts`)}`,
    styled`  ${cyan(`${programName()} optimize task.ts`)}`,
    "",
    dim(`For the options of a command: ${programName()} COMMAND --help`),
  ]);
}

/** One command with its options. */
export function commandHelp(name: string, summary: string, command: Command): TerminalText {
  const options = Object.entries(command.options);
  const rows = columns(
    options.map(([option, spec]) =>
      [styled`  ${cyan(optionSyntax(option, spec))}`, optionText(spec)] as const
    ),
  );
  return lines([
    `${summary}.`,
    "",
    styled`${bold("Usage")}  ${programName()} ${
      [name, command.usage].filter(Boolean).join(" ")
    } [OPTIONS]`,
    ...(options[0]?.[1].title === undefined ? [""] : []),
    ...options.flatMap(([, { title }], place) => [
      ...(title === undefined ? [] : ["", bold(title)]),
      rows[place] ?? "",
    ]),
    ...(command.details === undefined ? [] : ["", command.details]),
  ]);
}

function optionSyntax(name: string, spec: OptionSpec): string {
  const short = spec.short === undefined ? "" : `-${spec.short}, `;
  return `${short}--${name}${spec.kind === "flag" ? "" : ` ${spec.value ?? "VALUE"}`}`;
}

function optionText(spec: OptionSpec): Insertion {
  return spec.default === undefined
    ? spec.help
    : styled`${spec.help} ${dim(`(default: ${spec.default})`)}`;
}

function columns(rows: readonly (readonly [TerminalText, Insertion])[]): TerminalText[] {
  const width = Math.max(...rows.map(([left]) => left.plain.length)) + 2;
  return rows.map(([left, right]) => styled`${padded(left, width, "end")}${right}`);
}
