import { assertEquals, assertNotMatch } from "@std/assert";
import { redact, redactAll } from "../../src/model/redact.ts";

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

Deno.test("redact() takes linear time for texts that nearly hold keys", () => {
  for (const piece of ["a-", "eyJ-", "apikey=", "eyJaaaaaaaaaa. ", "Bearer ", "api key : "]) {
    const text = piece.repeat(100_000);
    assertEquals(redact(text), text); // quadratic time would be minutes
  }
  assertEquals(redact("my-eyJaaaaaaaaaa.bbbbbbbbbb.cccccccccc"), "my-[redacted]");
  assertEquals(redact(`key eyJ-${"eyJaaaaaaaaaa.".repeat(3)}`), "key [redacted].");
});
