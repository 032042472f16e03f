/**
 * Command-line options as data: one table holds name, kind, help and range; parsing and `--help` both read it.
 *
 * @module
 */
import { parseArgs } from "node:util";
import { UsageError } from "../errors.ts";
import { closest } from "../closest.ts";

/** One option. Numbers are validated; a `flag` takes no value; a `list` may be given several times. */
export interface OptionSpec {
  readonly kind: "flag" | "string" | "list" | "integer" | "number";
  readonly help: string;
  /** Placeholder of the value in `--help`: `N`, `FILE`. */
  readonly value?: string;
  readonly short?: string;
  /** Smallest number allowed. @default 0 */
  readonly min?: number;
  /** Shown in `--help`; the program applies it. */
  readonly default?: string;
  /** Heading in `--help` of this option and those after it. */
  readonly title?: string;
}

/** Options by name, in the order of `--help`. */
export type OptionTable = Readonly<Record<string, OptionSpec>>;

/** Type of a parsed option. */
type OptionValue<S extends OptionSpec> = S["kind"] extends "flag" ? boolean
  : S["kind"] extends "string" ? string | undefined
  : S["kind"] extends "list" ? readonly string[]
  : number | undefined;

/** Parsed options, typed by their table. */
export type OptionValues<T extends OptionTable> = { readonly [K in keyof T]: OptionValue<T[K]> };

/** Options of every command. */
export const commonOptions = {
  help: { kind: "flag", short: "h", help: "Show this help" },
  verbose: { kind: "flag", help: "Show the stack traces of errors" },
} as const satisfies OptionTable;

/** Arguments and options of one command line. */
export interface ParsedArguments<T extends OptionTable> {
  readonly values: OptionValues<T>;
  readonly positionals: readonly string[];
}

/**
 * Parses arguments by a table.
 *
 * @throws {UsageError} for an unknown option, a missing or needless value, or a number out of range
 */
export function parseOptions<T extends OptionTable>(
  table: T,
  args: readonly string[],
): ParsedArguments<T> {
  const { tokens } = parseArgs({
    args: [...args],
    strict: false,
    allowPositionals: true,
    tokens: true,
    options: Object.fromEntries(
      Object.entries(table).map(([name, spec]) => [name, {
        type: spec.kind === "flag" ? "boolean" as const : "string" as const,
        ...(spec.short === undefined ? {} : { short: spec.short }),
      }]),
    ),
  });
  const values: Record<string, unknown> = Object.fromEntries(
    Object.entries(table).map((
      [name, spec],
    ) => [name, spec.kind === "flag" ? false : spec.kind === "list" ? [] : undefined]),
  );
  const positionals: string[] = [];
  for (const token of tokens) {
    if (token.kind === "positional") positionals.push(token.value);
    if (token.kind !== "option") continue;
    const spec = Object.hasOwn(table, token.name) ? table[token.name] : undefined;
    if (spec === undefined) throw unknownOption(token.rawName, Object.keys(table));
    const value = readValue(token.name, spec, token);
    values[token.name] = spec.kind === "list"
      ? [...values[token.name] as string[], value] // as: lists start as an array above
      : value;
  }
  return { values: values as OptionValues<T>, positionals }; // as: built from the table, kind by kind
}

function readValue(
  name: string,
  spec: OptionSpec,
  given: { readonly value?: string | undefined; readonly inlineValue?: boolean | undefined },
): unknown {
  if (spec.kind === "flag") {
    if (given.value === undefined) return true;
    throw new UsageError(`Cannot read "--${name}=${given.value}": --${name} takes no value`);
  }
  const isMissing = given.value === undefined || given.value === "" ||
    (given.inlineValue !== true && given.value.startsWith("--"));
  if (isMissing) {
    const value = spec.value ?? "VALUE";
    throw new UsageError(`Cannot read "--${name}": its value ${value} is missing`, {
      advice: `Write --${name} ${value}.`,
    });
  }
  return spec.kind === "string" || spec.kind === "list"
    ? given.value
    : readNumber(name, spec, given.value ?? "");
}

function readNumber(name: string, spec: OptionSpec, text: string): number {
  const value = text.trim() === "" ? NaN : Number(text);
  const min = spec.min ?? 0;
  const isFit = Number.isFinite(value) && value >= min &&
    (spec.kind === "number" || Number.isSafeInteger(value));
  if (isFit) return value;
  const noun = spec.kind === "integer" ? "a whole number" : "a number";
  const least = min === -Infinity ? "" : ` of at least ${min}`;
  throw new UsageError(`Cannot read "--${name} ${text}" as ${noun}${least}`, {
    advice: `Write for example --${name} ${Math.max(min, 10)}.`,
  });
}

function unknownOption(rawName: string, names: readonly string[]): UsageError {
  const near = closest(rawName.replace(/^-+/, ""), names);
  return new UsageError(`Cannot find the option "${rawName}"`, {
    advice: near === undefined ? "Use --help to see all options." : `Did you mean --${near}?`,
  });
}
