import { assertEquals } from "@std/assert";
import { cut, table } from "../../src/cli/display/columns.ts";
import { terminalOn } from "../../src/cli/terminal.ts";
import {
  bold,
  joined,
  lines,
  red,
  styled,
  terminalText,
  useColors,
} from "../../src/cli/terminal_text.ts";
import { hiddenIn, hostileText } from "../support/hostile_text.ts";

/** Runs with colours on. */
function inColour(run: () => void): void {
  useColors(true);
  try {
    run();
  } finally {
    useColors(false);
  }
}

/** The text without the codes of `bold` and `red`. */
function withoutOwnCodes(text: string): string {
  return text.replaceAll("\x1b[1m", "").replaceAll("\x1b[22m", "")
    .replaceAll("\x1b[31m", "").replaceAll("\x1b[39m", "");
}

Deno.test("styled escapes what is inserted, and keeps colours", () => {
  inColour(() => {
    assertEquals(
      styled`a ${bold("b")} ${1} ${"\x1b[31m"}`.coded,
      "a \x1b[1mb\x1b[22m 1 \\u001b[31m",
    );
    assertEquals(styled`a ${bold("b")}`.plain, "a b");
    const texts = [red(hostileText), styled`${hostileText}`, bold(red(hostileText))];
    for (
      const { coded, plain } of [...texts, joined(texts, " "), lines(texts), ...table([texts])]
    ) {
      assertEquals(hiddenIn(withoutOwnCodes(coded)), []);
      assertEquals(hiddenIn(plain), []);
    }
  });
});

Deno.test("text inserted without the tag loses its colours only", () => {
  inColour(() => assertEquals(`${red("a\u202e")}`, "a\\u202e"));
});

Deno.test("terminalOn() escapes strings in every way to write", () => {
  inColour(() => {
    const written = { out: "", err: "" };
    const terminal = terminalOn({
      writeOut: (codes) => void (written.out += codes),
      writeErr: (codes) => void (written.err += codes),
      isLive: true,
      columns: () => 80,
    });
    terminal.out(hostileText);
    terminal.out(red(hostileText));
    terminal.err(hostileText);
    assertEquals(hiddenIn(withoutOwnCodes(written.out)), []);
    assertEquals(hiddenIn(written.err), []);
    written.out = "";
    terminal.redraw(2, [`a\n${hostileText}`]);
    const rows = `a\x1b[K\n${terminalText(hostileText).plain}\x1b[K\n`;
    assertEquals(written.out, `\x1b[2A\r${rows}\x1b[J`);
  });
});

Deno.test("cut() keeps the colours of a line that fits", () => {
  inColour(() => {
    assertEquals(cut(red("abc"), 3).coded, "\x1b[31mabc\x1b[39m");
    assertEquals(cut(red("abcd"), 3).coded, "ab…");
  });
});
