import { assert, assertEquals, assertFalse, assertStringIncludes, assertThrows } from "@std/assert";
import { UsageError } from "../../../src/errors.ts";
import { networkOf } from "../../../src/server/access/network_of.ts";
import { RequestRates } from "../../../src/server/access/request_rates.ts";
import { parseTokens } from "../../../src/server/access/token_line.ts";
import { TokenTries } from "../../../src/server/access/token_tries.ts";
import { Tokens } from "../../../src/server/access/tokens.ts";
import { holderLine } from "../served_app.ts";

Deno.test("parseTokens() reads a line a token, with limits, and skips empty lines", () => {
  const most = { budget: { usd: 0.5 }, spending: { days: 7, usd: 3 } };
  const limits = { queued: 2, running: 1, requestsPerMinute: 60, ...most };
  const lines = [holderLine("ann", ["submit", "read"], limits), holderLine("bea@x", ["admin"])];
  const text = `${JSON.stringify(lines[0])}\r\n\n${JSON.stringify(lines[1])}`;
  assertEquals(parseTokens(text, "t"), lines);
});

Deno.test("parseTokens() names line, what was expected and what received, and quotes no token", () => {
  const secret = "opto_a-secret-of-some-length";
  const good = holderLine("ann", ["read"]);
  const spending = (limit: object) => JSON.stringify({ ...good, limits: { spending: limit } });
  const faults: readonly (readonly [line: string, expected: string, received: string])[] = [
    [secret, "one JSON object", "text that is no JSON"],
    [`{"token":"${secret}"`, "one JSON object", "text that is no JSON"],
    [JSON.stringify([secret]), "one JSON object", "a list of 1"],
    [JSON.stringify({ ...good, sha256: secret }), "sha256: the SHA-256", "text of 28 characters"],
    [JSON.stringify({ ...good, sha256: undefined }), "sha256: the SHA-256", "nothing"],
    [JSON.stringify({ ...good, id: "a b" }), "id: 1 to 64 letters", '"a b"'],
    [JSON.stringify({ ...good, id: "a\nb" }), "id: 1 to 64 letters", '"a\\nb"'],
    [JSON.stringify({ ...good, scopes: [] }), "scopes: a list of one or more", "a list of 0"],
    [JSON.stringify({ ...good, scopes: ["root"] }), "submit, read, admin", '"root"'],
    [JSON.stringify({ ...good, limits: { queued: 0 } }), "limits.queued: a whole number", "0"],
    [JSON.stringify({ ...good, limits: { queud: 1 } }), "queued, running", '"queud"'],
    [JSON.stringify({ ...good, [secret]: 1 }), "id, sha256, scopes", "28 characters"],
    [JSON.stringify({ ...good, limits: { budget: { usd: -1 } } }), "limits.budget.usd", "-1"],
    [spending({ usd: 1 }), "limits.spending.days: a whole number from 1 to 31", "nothing"],
    [spending({ days: 32, usd: 1 }), "limits.spending.days: a whole number from 1 to 31", "32"],
    [spending({ days: 1 }), "limits.spending: days and one or more of calls", "an object"],
    [spending({ days: 1, dollars: 1 }), "spending: the fields days, calls", '"dollars"'],
    [JSON.stringify(good), "a token of its own", "that of line 1"],
  ];
  for (const [line, expected, received] of faults) {
    const error = assertThrows(
      () => parseTokens(`${JSON.stringify(good)}\n\n${line}\n`, "t.jsonl"),
      UsageError,
      'line 3 of "t.jsonl"',
    );
    assertStringIncludes(error.message, expected, line);
    assertStringIncludes(error.message, received, line);
    assertFalse(error.message.includes(secret), line);
  }
});

Deno.test("Tokens.replace() ends holders whose line is gone or has changed, and leaves the others", () => {
  const tokens = new Tokens("the operator's");
  tokens.replace([holderLine("ann", ["read"]), holderLine("bea", ["read"])]);
  const [ann, bea] = [tokens.holderOf("token of ann"), tokens.holderOf("token of bea")];
  assertEquals([ann?.id, bea?.id, tokens.holderOf("token of cat")], ["ann", "bea", undefined]);
  tokens.replace([holderLine("ann", ["read"]), holderLine("bea", ["submit"])]);
  assertEquals([ann?.signal.aborted, bea?.signal.aborted], [false, true]);
  assertEquals(tokens.holderOf("token of ann"), ann);
  assertEquals(tokens.holderOf("token of bea")?.scopes, ["submit"]);
  tokens.replace([]);
  assert(ann?.signal.aborted);
  assertEquals(tokens.holderOf("token of ann"), undefined);
  assertEquals(tokens.holderOf("the operator's")?.id, null);
});

Deno.test("RequestRates admits a minute's worth at once, then each when its wait has passed", () => {
  let now = 0;
  const rates = new RequestRates(() => now);
  const take = () => rates.take("a", 6);
  assertEquals(Array.from({ length: 6 }, take), [0, 0, 0, 0, 0, 0]);
  assertEquals(take(), 10);
  assertEquals(rates.take("b", 6), 0);
  now += 9_999;
  assert(take() > 0);
  now += 1;
  assertEquals([take(), take()], [0, 10]);
  now += 60_000;
  assertEquals(Array.from({ length: 7 }, take), [0, 0, 0, 0, 0, 0, 10]);
});

Deno.test("RequestRates remembers a bounded number of keys; those beyond share one rate until others rest", () => {
  let now = 0;
  const rates = new RequestRates(() => now);
  for (let i = 0; i < 10_000; i++) rates.take(`key ${i}`, 1);
  assertEquals(rates.size, 4097);
  assertEquals(rates.take("a new one", 1), 60);
  now += 60_000;
  assertEquals(rates.take("another", 1), 0);
  assertEquals(rates.size, 1);
});

Deno.test("TokenTries bounds guesses of a network, not those of others, nor holders it has had", () => {
  let now = 0;
  const tries = new TokenTries(() => now);
  const tokens = new Tokens();
  tokens.replace([holderLine("ann", ["read"]), holderLine("bea", ["read"])]);
  const [ann, bea] = [tokens.holderOf("token of ann"), tokens.holderOf("token of bea")];
  assertEquals(tries.take("net", "token of ann", ann), 0);
  for (let i = 0; i < 20; i++) assertEquals(tries.take("net", `guess ${i}`, undefined), 0);
  assertEquals(tries.take("net", "guess 20", undefined), 3);
  assertEquals(tries.take("net", "guess 19", undefined), 0, "a stale client does not guess");
  assertEquals(tries.take("net", "token of bea", bea), 3, "a right guess looks like a wrong one");
  assertEquals(tries.take("net", "token of ann", ann), 0);
  assertEquals(tries.take("other net", "token of bea", bea), 0);
  now += 3000;
  assertEquals(tries.take("net", "token of bea", bea), 0);
});

Deno.test("networkOf() gives an IPv4 address, and 64 bits of an IPv6 address however it is written", () => {
  assertEquals(networkOf("192.0.2.1"), "192.0.2.1");
  assertEquals(networkOf("::ffff:192.0.2.1"), "192.0.2.1");
  for (
    const text of ["2001:db8:1:2::1", "2001:0DB8:0001:0002:3:4:5:6", "2001:db8:1:2:ffff::%eth0"]
  ) {
    assertEquals(networkOf(text), "2001:db8:1:2::/64");
  }
  assertEquals(networkOf("::1"), "0:0:0:0::/64");
  assertEquals(networkOf("2001:db8::1"), "2001:db8:0:0::/64");
  assertEquals(networkOf("fe80::"), "fe80:0:0:0::/64");
  assertEquals(networkOf(""), "");
});
