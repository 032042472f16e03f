/**
 * `doctor`: checks the sandbox on this machine, and the model when one is named.
 *
 * @module
 */
import { bold, dim, green, red } from "@std/fmt/colors";
import { type Command, defineCommand } from "../command.ts";
import { plural } from "../display/amount_text.ts";
import { plainText } from "../display/printable.ts";
import { type Check, checks } from "../doctor_checks.ts";

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
      })
    ) {
      terminal.out(options.json ? jsonLine(check) : heading(check, done.at(-1)) + line(check));
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
} as const;

/** A heading before the first probe of each layer, an empty line after the last. */
function heading({ probe }: Check, before: Check | undefined): string {
  if (probe?.layer === before?.probe?.layer) return "";
  if (probe === undefined) return "\n";
  const title = layerTitles[probe.layer];
  return `\n  ${row(title, "expected", "observed", "contained by", "time")}`;
}

function line({ name, outcome, detail, probe }: Check): string {
  const mark = outcome === "ok" ? green("✓") : outcome === "failed" ? red("✗") : "–";
  if (probe === undefined) return `${mark} ${bold(name)}  ${plainText(detail)}\n`;
  const { expected, containedBy, isHeld, ms } = probe;
  const observed = plainText(detail);
  return isHeld
    ? `${mark} ${row(name, expected, observed, containedBy, `${Math.round(ms)} ms`)}`
    : `${mark} ${row(name, expected, red("got out"), "", `${Math.round(ms)} ms`)}    ${
      red(observed)
    }\n`;
}

/** Cells of fixed widths, as rows are printed one by one. */
function row(probe: string, expected: string, ...rest: readonly [string, string, string]): string {
  const [observed, containedBy, time] = rest;
  return `${probe.padEnd(46)} ${dim(expected.padEnd(14))} ${observed.padEnd(9)} ` +
    `${containedBy.padEnd(15)} ${dim(time.padStart(7))}\n`;
}

function verdict(done: readonly Check[]): string {
  const probes = done.filter(({ probe }) => probe !== undefined);
  const out = probes.filter(({ outcome }) => outcome === "failed");
  if (probes.length === 0) return "";
  return out.length === 0
    ? `\n${green("The sandbox held")} against ${plural(probes.length, "attack")}.\n`
    : `\n${red(`${out.length} of ${plural(probes.length, "attack")} got out of the sandbox`)}.\n`;
}
