import { assert, assertEquals } from "@std/assert";
import { describeStatus } from "../../src/code/child/child_status.ts";
import { hiddenIn, hostileText } from "../support/hostile_text.ts";

const ended = (code: number, signal: Deno.Signal | null = null) => ({
  success: false,
  code,
  signal,
});

Deno.test("describeStatus() says how a process ended", () => {
  assertEquals(describeStatus(ended(72), "words"), "used more memory than it may");
  assertEquals(describeStatus(ended(0, "SIGXCPU"), ""), "used more CPU time than it may");
  assertEquals(describeStatus(ended(0, "SIGKILL"), "words"), "was ended by SIGKILL");
  assertEquals(describeStatus(ended(1), "one\ntwo"), "ended by itself with code 1: one");
  assertEquals(describeStatus(ended(1), ""), "ended by itself with code 1");
});

Deno.test("describeStatus() quotes the process escaped and cut", () => {
  const text = describeStatus(ended(1), hostileText.repeat(100));
  assertEquals(hiddenIn(text), []);
  assert(text.length < 300, text);
});
