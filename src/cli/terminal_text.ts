/**
 * Text for a terminal: every inserted string is escaped, so the only codes in it are the colours made here.
 *
 * @module
 */
import * as colors from "@std/fmt/colors";
import { printable } from "../printable.ts";

/** Escaped text, with and without colours; made only in this file. */
export class TerminalText {
  /** As a terminal takes it. */
  readonly coded: string;
  /** Without colours. */
  readonly plain: string;

  /** @param plain escaped text */
  constructor(coded: string, plain: string) {
    this.coded = coded;
    this.plain = plain;
  }

  /** The text without colours, so that a template without the tag loses colours only. */
  toString(): string {
    return this.plain;
  }
}

/** A string that will be escaped, or text that is. */
export type Insertion = string | TerminalText;

/** Escapes a string. */
export function terminalText(text: Insertion): TerminalText {
  if (text instanceof TerminalText) return text;
  const escaped = printable(text);
  return new TerminalText(escaped, escaped);
}

/** Builds text from a template, and escapes what is inserted. */
export function styled(
  parts: TemplateStringsArray,
  ...values: readonly (Insertion | number)[]
): TerminalText {
  const texts = values.map((value) => terminalText(typeof value === "number" ? `${value}` : value));
  const filled = (of: (text: TerminalText) => string) =>
    parts.reduce((text, part, i) => {
      const inserted = texts[i - 1];
      return text + (inserted === undefined ? "" : of(inserted)) + part;
    });
  return new TerminalText(filled(({ coded }) => coded), filled(({ plain }) => plain));
}

/** Joins texts. */
export function joined(texts: readonly Insertion[], separator: string): TerminalText {
  const all = texts.map(terminalText);
  return new TerminalText(
    all.map(({ coded }) => coded).join(separator),
    all.map(({ plain }) => plain).join(separator),
  );
}

/** Texts as lines, each with a line end. */
export function lines(texts: readonly Insertion[]): TerminalText {
  return styled`${joined(texts, "\n")}\n`;
}

/** Turns colours on or off for texts made from now on. */
export function useColors(isOn: boolean): void {
  colors.setColorEnabled(isOn);
}

/** Text in one colour or weight. */
type Paint = (text: Insertion) => TerminalText;

export const bold: Paint = painted(colors.bold);
export const dim: Paint = painted(colors.dim);
export const cyan: Paint = painted(colors.cyan);
export const green: Paint = painted(colors.green);
export const red: Paint = painted(colors.red);
export const yellow: Paint = painted(colors.yellow);

function painted(paint: (text: string) => string): Paint {
  return (text) => {
    const { coded, plain } = terminalText(text);
    return new TerminalText(paint(coded), plain);
  };
}
