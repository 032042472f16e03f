/**
 * `doctor`: checks the sandbox on this machine, and the model when one is named.
 *
 * @module
 */
import { type Command, defineCommand } from "../command.ts";
import { plural } from "../../run/amount_text.ts";
import { padded } from "../display/columns.ts";
import { plainText } from "../../printable.ts";
import type { Check } from "../check.ts";
import { checks } from "../doctor_checks.ts";
import {
  bold,
  dim,
  green,
  type Insertion,
  red,
  styled,
  type TerminalText,
  yellow,
} from "../terminal_text.ts";

/** Runs every check; exit code 1 when one fails. */
export const doctorCommand: Command = defineCommand({
  usage: "",
  words: [0, 0],
  options: {
    model: {
      kind: "string",
      value: "NAME",
      help: "Model to test with one short call; or set OPTO_MODEL",
    },
    "base-url": {
      kind: "string",
      value: "URL",
      help: "URL of the model server; or set OPENAI_BASE_URL",
    },
    json: { kind: "flag", help: "Print one JSON check per line" },
  },
  async run({ options }, { terminal, env }) {
    const done: Check[] = [];
    for await (
      const check of checks({
        model: options.model ?? env("OPTO_MODEL"),
        baseUrl: options["base-url"] ?? env("OPENAI_BASE_URL"),
        apiKey: env("OPENAI_API_KEY"),
        env,
      })
    ) {
      terminal.out(
        options.json ? jsonLine(check) : styled`${heading(check, done.at(-1))}${line(check)}`,
      );
      done.push(check);
    }
    if (!options.json) terminal.out(verdict(done));
    return done.some(({ outcome }) => outcome === "failed") ? 1 : 0;
  },
});

function jsonLine({ probe, ...check }: Check): string {
  return `${JSON.stringify({ ...check, ...probe })}\n`;
}

const layerTitles = {
  realm: "Attacks by candidate code",
  worker: "Attacks by code that has left the realm",
  process: "Attacks by code that has left the worker",
  compiler: "Attacks by source that is never run",
} as const;

/** A heading before the first probe of each layer, an empty line after the last. */
function heading({ probe }: Check, before: Check | undefined): Insertion {
  if (probe?.layer === before?.probe?.layer) return "";
  if (probe === undefined) return "\n";
  const title = layerTitles[probe.layer];
  return styled`\n  ${row(title, "expected", "observed", "contained by", "time")}`;
}

function markOf(outcome: Check["outcome"]): Insertion {
  switch (outcome) {
    case "ok":
      return green("✓");
    case "missing":
      return yellow("!");
    case "failed":
      return red("✗");
    case "skipped":
      return "–";
    default:
      return outcome satisfies never;
  }
}

function line({ name, outcome, detail, probe }: Check): TerminalText {
  const mark = markOf(outcome);
  if (probe === undefined) return styled`${mark} ${bold(name)}  ${plainText(detail)}\n`;
  const { expected, containedBy, isHeld, ms } = probe;
  const time = `${Math.round(ms)} ms`;
  return isHeld
    ? styled`${mark} ${row(name, expected, plainText(detail), containedBy, time)}`
    : styled`${mark} ${row(name, expected, red("got out"), "", time)}    ${
      red(plainText(detail))
    }\n`;
}

/** Cells of fixed widths, as rows are printed one by one. */
function row(
  probe: string,
  expected: string,
  ...rest: readonly [observed: Insertion, containedBy: string, time: string]
): TerminalText {
  const [observed, containedBy, time] = rest;
  return styled`${padded(probe, 46, "end")} ${dim(padded(expected, 14, "end"))} ${
    padded(observed, 9, "end")
  } ${padded(containedBy, 15, "end")} ${dim(padded(time, 7, "start"))}\n`;
}

function verdict(done: readonly Check[]): Insertion {
  const probes = done.filter(({ probe }) => probe !== undefined);
  const out = probes.filter(({ outcome }) => outcome === "failed");
  const missing = done.filter(({ outcome }) => outcome === "missing");
  if (probes.length === 0) return "";
  const held = out.length === 0
    ? styled`${green("The sandbox held")} against ${plural(probes.length, "attack")}.`
    : styled`${red(`${out.length} of ${plural(probes.length, "attack")} got out of the sandbox`)}.`;
  return missing.length === 0
    ? styled`\n${held}\n`
    : styled`\n${held} ${yellow(plural(missing.length, "limit"))} of the system ${
      missing.length === 1 ? "is" : "are"
    } missing; see above.\n`;
}
