import { assertEquals, assertNotMatch, assertStrictEquals } from "@std/assert";
import { redact, redactAll, redactedMembers, redactor } from "../../src/model/redact.ts";

Deno.test("redact() removes text that looks like a key", () => {
  const secret = "a1B2c3D4e5F6g7H8i9J0";
  const texts = [
    `sk-${secret}`,
    `sk-proj-${secret}`,
    `ghp_${secret}`,
    `github_pat_${secret}`,
    `hf_${secret}`,
    `AIza${secret}`,
    `xoxb-${secret}`,
    `Authorization: Bearer ${secret}`,
    `authorization: ${secret}`,
    `"api_key": "${secret}"`,
    `api-key=${secret}`,
    `OPENAI_API_KEY=${secret}`,
    `{\\"apiKey\\": \\"${secret}\\"}`,
    `AWS_SECRET_ACCESS_KEY: ${secret}`,
    `eyJhbGciOiJIUzI1NiJ9.${secret}.${secret}`,
    ...["pk-", "rk-", "gho_", "ghu_", "ghs_", "ghr_", "glpat-"].map((prefix) => prefix + secret),
    ...["xoxa-", "xoxp-", "xoxr-", "xoxs-", "AKIA", "gsk_"].map((prefix) => prefix + secret),
    ...["Bearer ", "bearer ", "Basic ", "BASIC "].map((scheme) => scheme + secret),
    ...["secret_token=", "AUTH-KEY: ", "access_key = "].map((name) => name + secret),
  ];
  for (const text of texts) assertNotMatch(redact(text), new RegExp(secret), text);
});

Deno.test("redact() leaves code and prose as they are", () => {
  const texts = [
    "function act(board: string[][]): [number, number] { return [0, 0]; }",
    "const apiKey: string = readApiKey(options);",
    "the bearer of this letter", // "Bearer" is followed by a short word
    "risk-averse strategies ask-for-more-than-enough",
    "token: next",
  ];
  for (const text of texts) assertEquals(redact(text), text);
});

Deno.test("redact() strikes out the secrets it is given, wherever they stand", () => {
  assertEquals(redact("x=hunter2hunter2;", ["hunter2hunter2"]), "x=[redacted];");
  assertEquals(redact("a b", ["", "a"]), "a b");
});

Deno.test("redactAll() reaches every text of plain data and keeps its shape", () => {
  const data = { a: ["sk-a1B2c3D4e5F6g7H8i9J0", 1, null], b: { c: true } };
  assertEquals(redactAll(data), { a: ["[redacted]", 1, null], b: { c: true } });
});

Deno.test("redactedMembers() changes words that hold a key, and copies nothing else", () => {
  const options = {
    redact: redactor(),
    words: new Set(["reason"]),
    data: new Set(["changes"]),
  };
  const key = "sk-a1B2c3D4e5F6g7H8i9J0";
  const event = { id: key, reason: "better", changes: { reason: key }, list: [{ reason: "as" }] };
  assertStrictEquals(redactedMembers(event, options), event);
  const told = { ...event, list: [{ reason: "as" }, { reason: [key], id: key }], after: 1 };
  const clean = redactedMembers(told, options);
  assertEquals(clean, { ...told, list: [{ reason: "as" }, { reason: ["[redacted]"], id: key }] });
  assertEquals(Object.keys(clean), Object.keys(told));
  assertStrictEquals(clean.list[0], told.list[0]);
  assertEquals(told.list[1], { reason: [key], id: key });
});

Deno.test("redact() takes linear time for texts that nearly hold keys", () => {
  for (const piece of ["a-", "eyJ-", "apikey=", "eyJaaaaaaaaaa. ", "Bearer ", "api key : "]) {
    const text = piece.repeat(100_000);
    assertEquals(redact(text), text); // quadratic time would be minutes
  }
  assertEquals(redact("my-eyJaaaaaaaaaa.bbbbbbbbbb.cccccccccc"), "my-[redacted]");
  assertEquals(redact(`key eyJ-${"eyJaaaaaaaaaa.".repeat(3)}`), "key [redacted].");
});
