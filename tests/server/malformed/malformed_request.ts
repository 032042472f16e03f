/**
 * Requests that no honest client sends, by a seed: an honest one in which one to three parts are spoiled.
 *
 * @module
 */
import { randomFrom } from "../../../src/seeds.ts";

/** The parts of a request, before they are written one after another. */
interface Parts {
  method: string;
  target: string;
  version: string;
  headers: (readonly [name: string, value: string])[];
  body: string;
  lineEnd: string;
}

/** Chooses by chance. */
interface Dice {
  /** A whole number below `count`. */
  below(count: number): number;
  one<T>(values: readonly T[]): T;
}

/** The bytes of request number `seed`, as characters up to `\xff`. @param id a job that exists */
export function malformedRequest(seed: number, id: string): string {
  const random = randomFrom(seed);
  const below = (count: number) => Math.floor(random() * count);
  const dice: Dice = { below, one: (values) => values[below(values.length)]! }; // never empty
  const parts = honestRequest(dice, id);
  for (let i = 1 + dice.below(3); i > 0; i--) dice.one(spoilers)(parts, dice, id);
  const { method, target, version, headers, body, lineEnd } = parts;
  const lines = headers.map(([name, value]) => `${name}: ${value}${lineEnd}`).join("");
  return `${method} ${target} ${version}${lineEnd}${lines}${lineEnd}${body}`;
}

const json = ["content-type", "application/json"] as const;

function honestRequest(dice: Dice, id: string): Parts {
  const [method, target, body] = dice.one([
    ["GET", "/", ""],
    ["GET", "/v1/tasks", ""],
    ["GET", "/v1/jobs?limit=2", ""],
    ["POST", "/v1/jobs", `{"task":"pack","options":{"seed":1,"budget":{"calls":3}}}`],
    ["GET", `/v1/jobs/${id}`, ""],
    ["GET", `/v1/jobs/${id}/events?types=best,finished`, ""],
    ["GET", `/v1/jobs/${id}/best`, ""],
    ["GET", `/v1/jobs/${id}/report`, ""],
    ["DELETE", `/v1/jobs/${id}`, ""],
    ["POST", "/session", "token=guess"],
    ["GET", "/openapi.json", ""],
    ["GET", "/readyz", ""],
    ["GET", "/metrics", ""],
    ["GET", "/live.js", ""],
  ]);
  const type = target === "/session"
    ? ["content-type", "application/x-www-form-urlencoded"] as const
    : json;
  const length = ["content-length", String(body.length)] as const;
  const headers = [["host", "127.0.0.1"] as const, ["connection", "close"] as const];
  const ofBody = body === "" ? [] : [type, length];
  return {
    method,
    target,
    version: "HTTP/1.1",
    headers: [...headers, ...ofBody],
    body,
    lineEnd: "\r\n",
  };
}

type Spoiler = (parts: Parts, dice: Dice, id: string) => void;

const spoilers: readonly Spoiler[] = [
  spoilMethod,
  spoilPath,
  spoilEncoding,
  spoilQuery,
  spoilHost,
  spoilBody,
  spoilBody,
  spoilFields,
  spoilFields,
  spoilType,
  spoilHeader,
  spoilLength,
  spoilSyntax,
  doubleHeader,
];

function spoilMethod(parts: Parts, dice: Dice): void {
  parts.method = dice.one(
    ["PUT", "PATCH", "OPTIONS", "HEAD", "TRACE", "CONNECT", "get", "POST", "DELETE"]
      .concat("BREW", "", "GE T", "G\0T", "PROPFIND", "X".repeat(300), "\xff", "PRI", "M-SEARCH"),
  );
}

function spoilPath(parts: Parts, dice: Dice, id: string): void {
  parts.target = dice.one([
    ...[
      "",
      "*",
      "//",
      "///v1//jobs",
      "/v1/jobs/",
      "/v1/jobs//events",
      "/v1/../v1/jobs",
      "/./.",
      "v1/jobs",
    ],
    ...["/v1/jobs/none", "/v1/jobs/%00", "/v1/jobs/..%2f..%2fetc%2fpasswd", "/v1/jobs/' OR 1=1 --"],
    ...[
      `/v1/jobs/${id}/`,
      `/v1/jobs/${id}/bests`,
      `/v1/jobs/${id.toUpperCase()}/best`,
      `/v1/jobs/${id}x`,
    ],
    ...[
      "http://other.example/v1/jobs",
      "http://127.0.0.1/v1/tasks",
      "https://127.0.0.1/",
      "ftp://x/",
    ],
    ...[
      "http://",
      "http://[",
      "//[::1",
      "/\\..\\",
      "/v1/jobs#x",
      "127.0.0.1:80",
      "javascript:alert(1)",
    ],
    ...[
      `/${"x".repeat(5000)}`,
      `/${"x".repeat(20_000)}`,
      `/v1/jobs/${"/".repeat(2000)}`,
      "/\xe9\xff",
      "/ä",
    ],
    ...[
      "/__proto__",
      "/v1/jobs/constructor",
      "/v1/jobs/__proto__/best",
      "/toString",
      "/v1/jobs/{id}",
    ],
  ]);
}

function spoilEncoding(parts: Parts, dice: Dice): void {
  const at = dice.below(parts.target.length + 1);
  const bad = dice.one([
    "%",
    "%2",
    "%zz",
    "%00",
    "%ff",
    "%c0%af",
    "%ed%a0%80",
    "%25",
    "%2e%2e%2f",
    "%u0041",
    "+",
  ]);
  parts.target = parts.target.slice(0, at) + bad + parts.target.slice(at);
}

function spoilQuery(parts: Parts, dice: Dice): void {
  const [path] = parts.target.split("?");
  const value = dice.one(
    ["", "0", "-1", "1e9", "1.5", "NaN", "Infinity", "x", "%", "%ff", "[]", "null", "best,foo"]
      .concat(
        ",",
        "best,,best",
        "x".repeat(3000),
        "201",
        "__proto__",
        "9".repeat(400),
        "%00",
        "' OR 1=1",
      ),
  );
  const name = dice.one([
    "limit",
    "before",
    "types",
    "after",
    "__proto__",
    "limit[]",
    "",
    "%",
    "x",
  ]);
  parts.target = dice.one([
    `${path}?${name}=${value}`,
    `${path}?${name}=${value}&${name}=${value}`,
    `${path}?${name}`,
    `${path}?&&&=${value}&=`,
    `${path}?${`${name}=${value}&`.repeat(dice.below(300))}`,
  ]);
}

function spoilHost(parts: Parts, dice: Dice): void {
  const host = dice.one(
    ["", " ", "a b", "[", "[::1", "127.0.0.1:99999", "127.0.0.1:x", "http://x", "%", "\xff"]
      .concat(
        "evil.example",
        "127.0.0.1, evil.example",
        "user@127.0.0.1",
        "127.0.0.1/",
        "-",
        "x".repeat(400),
      )
      .concat(
        "..",
        "127.0.0.1:-1",
        "1",
        "0x7f.1",
        "[::ffff:127.0.0.1]",
        "<script>",
        "127.0.0.1\\",
        "xn--",
        "a..b",
      ),
  );
  parts.headers = parts.headers.filter(([name]) => name !== "host");
  if (dice.below(4) > 0) parts.headers.push(["host", host]);
}

function spoilBody(parts: Parts, dice: Dice): void {
  if (parts.method === "GET") Object.assign(parts, { method: "POST", target: "/v1/jobs" });
  const deep = 10 ** (1 + dice.below(4));
  setBody(
    parts,
    dice.one([
      ...[
        "",
        "{",
        "}",
        "null",
        "true",
        "0",
        '"text"',
        "[]",
        "[[]]",
        "{}",
        "undefined",
        "NaN",
        "'x'",
        "\xff\xfe{}",
      ],
      ...[
        "[".repeat(deep),
        "[".repeat(deep) + "]".repeat(deep),
        '{"task":'.repeat(deep) + "1" + "}".repeat(deep),
      ],
      ...[
        '{"task":"pack",}',
        '{"task":"\\ud800"}',
        '{"task":"pack"}{"task":"pack"}',
        '{"task":"pa\\u0000ck"}',
      ],
      ...[
        "x".repeat(70_000),
        `{"task":"${"y".repeat(70_000)}"}`,
        "token",
        "token=%",
        "token=a&token=b",
        "--x\r\n",
      ],
      ...[
        '{"task":"pack","options":{"seed":1e400}}',
        "\xef\xbb\xbf{}",
        "\0",
        " ".repeat(60_000),
        "[1e999]",
      ],
    ]),
  );
}

function spoilFields(parts: Parts, dice: Dice): void {
  const values = [
    null,
    true,
    -1,
    0,
    0.5,
    1e308,
    "",
    "x",
    "__proto__",
    [],
    {},
    [[]],
    { a: 1 },
    "x".repeat(300),
  ];
  const value = dice.one<unknown>(values);
  const other = dice.one<unknown>(values);
  const name = dice.one([
    "steps",
    "batchSize",
    "concurrency",
    "seed",
    "optimizer",
    "trainer",
    "model",
    "budget",
    "x",
  ]);
  Object.assign(parts, { method: "POST", target: "/v1/jobs" });
  setBody(
    parts,
    JSON.stringify(dice.one<unknown>([
      { task: value },
      { task: "pack", options: value },
      { task: "pack", options: { [name]: value } },
      { task: "pack", options: { [name]: value, budget: { usd: other, [name]: value } } },
      { task: "pack", [name]: value, "": other },
      { source: value, task: other },
      { task: value, options: { model: other } },
      JSON.parse(`{"__proto__":{"task":"pack"},"task":"pack","constructor":1}`),
    ])),
  );
}

function spoilType(parts: Parts, dice: Dice): void {
  parts.headers = parts.headers.filter(([name]) => name !== "content-type");
  const type = dice.one(
    ["", "text/plain", "application/xml", "application/json; charset=latin1", "application/jsonx"]
      .concat(
        "multipart/form-data",
        "multipart/form-data; boundary=",
        "multipart/form-data; boundary=x",
        ";",
        "/",
        "json",
      )
      .concat(
        "application/json, application/json",
        "\xff",
        "application/x-www-form-urlencoded",
        "x".repeat(2000),
      ),
  );
  if (dice.below(4) > 0) parts.headers.push(["content-type", type]);
}

function spoilHeader(parts: Parts, dice: Dice): void {
  const name = dice.one(
    ["last-event-id", "last-event-id", "idempotency-key", "authorization", "cookie", "origin"]
      .concat(
        "accept",
        "range",
        "expect",
        "upgrade",
        "if-none-match",
        "transfer-encoding",
        "content-encoding",
        "te",
      )
      .concat("access-control-request-method", "x-forwarded-host", "connection", "__proto__"),
  );
  const value = dice.one(
    ["", "-1", "x", "1.5", "99999999999999999999", "NaN", "\xff\xfe", "a b", '"', '"a', "null"]
      .concat(
        "Bearer",
        "Bearer ",
        "Basic eDp5",
        "opto_token=%",
        "opto_token",
        "=;=",
        "100-continue",
        "chunked",
        "gzip",
      )
      .concat(
        "websocket",
        "bytes=0-",
        "*",
        "x".repeat(3000),
        "x".repeat(20_000),
        "\x01",
        "a\tb",
        "close, x",
        "http://[",
      ),
  );
  parts.headers.push([name, value]);
}

function spoilLength(parts: Parts, dice: Dice): void {
  const { length } = parts.body;
  const value = dice.one(
    [`${length + 1}`, `${length + 5000}`, `${Math.max(0, length - 1)}`, "-1", "x", "1e3", "0x10"]
      .concat(
        "",
        " ",
        `${length},${length}`,
        `${length}, ${length + 1}`,
        "99999999999999999999",
        "+1",
        "1 1",
      ),
  );
  parts.headers = parts.headers.filter(([name]) => name !== "content-length");
  parts.headers.push(["content-length", value]);
}

function spoilSyntax(parts: Parts, dice: Dice): void {
  dice.one<() => void>([
    () =>
      parts.version = dice.one([
        "HTTP/1.0",
        "HTTP/2.0",
        "HTTP/9.9",
        "HTTP/1",
        "http/1.1",
        "",
        "HTTP/1.1 x",
        "ICY",
      ]),
    () => parts.lineEnd = dice.one(["\n", "\r", "\n\n", "\r\r\n"]),
    () => parts.headers.push(["bad name", "x"]),
    () => parts.headers.push(["", "x"]),
    () => parts.headers.push(["x\0y", "x"]),
    () => parts.headers.push(["x", "a\r\n folded"]),
    () => parts.headers.push(["x", "a\0b"]),
    () => parts.headers.push(["x", "a\rb"]),
    () => parts.headers.push(["transfer-encoding", "chunked"]),
    () => parts.headers.push(["transfer-encoding", "chunked, chunked"]),
    () => {
      setBody(
        parts,
        dice.one([
          "0\r\n\r\n",
          "x\r\n",
          "fffffffff\r\n",
          "5\r\nab",
          "-1\r\n\r\n",
          "2;ext\r\n{}\r\n0\r\n\r\n",
        ]),
      );
      parts.headers = parts.headers.filter(([name]) => name !== "content-length");
      parts.headers.push(["transfer-encoding", "chunked"]);
    },
    () => {
      for (let i = dice.below(3000); i > 0; i--) parts.headers.push([`x-${i}`, "y"]);
    },
  ])();
}

function doubleHeader(parts: Parts, dice: Dice): void {
  const header = dice.one(parts.headers.length > 0 ? parts.headers : [json]);
  parts.headers.push(
    dice.one([header, [header[0].toUpperCase(), header[1]], [header[0], `${header[1]}x`]]),
  );
}

function setBody(parts: Parts, body: string): void {
  parts.body = body;
  parts.headers = parts.headers.filter(([name]) => name !== "content-length");
  parts.headers.push(["content-length", String(body.length)]);
  if (!parts.headers.some(([name]) => name === "content-type")) parts.headers.push(json);
}
