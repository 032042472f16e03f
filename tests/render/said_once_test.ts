import { assertEquals } from "@std/assert";
import { saidOnce } from "../../src/render/said_once.ts";

const advice =
  "Change the template so that the answer has the form that is expected, and no other.";
const said = (texts: readonly string[]) =>
  saidOnce(texts.map((text, at) => ({ name: `add${at}`, text })));

Deno.test("saidOnce() repeats no advice that an earlier text ends with", () => {
  assertEquals(said([`3 is wrong. ${advice}`, "Right.", `5 is wrong.\n${advice}`, advice]), [
    `3 is wrong. ${advice}`,
    "Right.",
    "5 is wrong.\n(The rest as for add0.)",
    "The same as for add0.",
  ]);
});

Deno.test("saidOnce() takes the longest ending, and leaves short and different ones", () => {
  assertEquals(
    said([`It is too long. ${advice}`, `1. It is too long. ${advice}`])[1],
    "1. (The rest as for add0.)",
  );
  assertEquals(said(["1 is wrong. Try again.", "2 is wrong. Try again."]), [
    "1 is wrong. Try again.",
    "2 is wrong. Try again.",
  ]);
  assertEquals(said([`${advice} First.`, `${advice} Second.`])[1], `${advice} Second.`);
});
