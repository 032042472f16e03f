import { assert, assertEquals } from "@std/assert";
import { repairCode } from "../../../src/search/code/repair_code.ts";

const all = { from: 0, most: 10_000, maxLength: 2_000 };

/** The bodies of all repairs of a function, each on one line. */
function repaired(body: string, signature = "list: number[], n: number): number"): string[] {
  const isAsync = signature.includes("Promise");
  const source = `${isAsync ? "async " : ""}function f(${signature} {\n  ${body}\n}`;
  return repairCode({ source, ...all }).found.map(({ source }) =>
    source.slice(source.indexOf("{\n") + 2, -2).replace(/\s+/g, " ").trim()
  );
}

/** Faults of one kind each: the body, what mends it, and the signature where it is another one. */
const faults: Readonly<
  Record<string, readonly (readonly [body: string, mended: string, signature?: string])[]>
> = {
  "a wrong operator": [
    ["return n < list.length ? 1 : 2;", "return n <= list.length ? 1 : 2;"],
    ["return n - 7;", "return n + 7;"],
    ["let m = 9; m ^= n; return m;", "let m = 9; m &= n; return m;"],
    ["return n > 2 && n < 7 ? 3 : 4;", "return n > 2 || n < 7 ? 3 : 4;"],
    [
      "for (let i = 0; i < n; i++) list.push(i); return n;",
      "for (let i = 0; i <= n; i++) list.push(i); return n;",
    ],
  ],
  "a number that is off by one": [
    ["return list[0]!;", "return list[1]!;"],
    ["return list[n]!;", "return list[n - 1]!;"],
    ["return list[n - 1]!;", "return list[n]!;"],
    [
      "for (let i = 0; i < n; i++) list.push(i); return n;",
      "for (let i = 1; i < n; i++) list.push(i); return n;",
    ],
  ],
  "a wrong variable": [
    ["const m = n * 2; return n;", "const m = n * 2; return m;"],
    ["const m = n * 2; return list[n]!;", "const m = n * 2; return list[m]!;"],
  ],
  "a wrong function": [
    ["return Math.floor(n / 2);", "return Math.ceil(n / 2);"],
    ["list.push(n); return n;", "list.unshift(n); return n;"],
    [
      "return ask(n);",
      "return await ask(n);",
      "n: number, ask: (n: number) => Promise<number>): Promise<number>",
    ],
  ],
  "a loop that is left too early": [
    [
      "for (const m of list) { if (m < 0) break; n += m; } return n;",
      "for (const m of list) { if (m < 0) continue; n += m; } return n;",
    ],
  ],
  "a wrong condition": [
    ["if (list.includes(n)) return 5; return 6;", "if (!list.includes(n)) return 5; return 6;"],
    ["if (n > 2 && n < 7) return 5; return 6;", "if (n > 2) return 5; return 6;"],
    ["return true;", "return n === 0;", "n: number): boolean"],
    ["return true;", "return false;", "n: number): boolean"],
  ],
  "parts in a wrong order": [
    ["return n - list.length;", "return list.length - n;"],
    ["return f(n, m);", "return f(m, n);", "m: number, n: number): number"],
    ["return n > 2 ? 5 : 6;", "return n > 2 ? 6 : 5;"],
    ["list.push(n); list.push(7); return n;", "list.push(7); list.push(n); return n;"],
    ['return n + "x";', 'return "x" + n;', "n: string): string"],
  ],
  "a value that is taken up wrongly": [
    [
      "let m = 0; for (const k of list) m = k * 2; return m;",
      "let m = 0; for (const k of list) m += k * 2; return m;",
    ],
    [
      "let m = 0; for (const k of list) m = k; return m;",
      "let m = 0; for (const k of list) m = Math.max(m, k); return m;",
    ],
  ],
  "a part too many": [
    ["list.push(n); list.reverse(); return n;", "list.push(n); return n;"],
    ["if (n > 2) list.push(n); return n;", "list.push(n); return n;"],
  ],
  "a wrong text": [
    ['return n.split(" ").join("-");', 'return n.split("").join("-");', "n: string): string"],
    ['return n.split(" ").join("-");', 'return n.split("-").join("-");', "n: string): string"],
  ],
  "a list": [
    ["return list;", "return [...list];", "list: number[]): number[]"],
    ["return [];", "return [n];", "n: number): number[]"],
  ],
  "a case that is missing": [
    ["return list[0]!;", "if (list.length === 0) return 0; return list[0]!;"],
  ],
  "an expression that stands elsewhere": [
    ["if (n * 3 > 7) return n; return n - 5;", "if (n * 3 > 7) return n * 3; return n - 5;"],
  ],
};

for (const [name, cases] of Object.entries(faults)) {
  Deno.test(`repairCode() mends ${name}`, () => {
    for (const [body, mended, signature] of cases) {
      const bodies = repaired(body, signature);
      assert(bodies.includes(mended), `${mended}\nis none of\n${bodies.join("\n")}`);
    }
  });
}

Deno.test("repairCode() gives the same repairs in pieces as at once, likely ones first, none twice in a row", () => {
  const source =
    "function f(n: number, m: number): number {\n  if (n < m) return n - 1;\n  return m;\n}";
  const { found, next } = repairCode({ source, ...all });
  assertEquals(next, null);
  const pieces = [];
  for (let from: number | null = 0; from !== null;) {
    const piece = repairCode({ source, ...all, from, most: 5 });
    pieces.push(...piece.found);
    from = piece.next;
  }
  assertEquals(pieces, [...found]);
  assert(found[0]?.source.includes("n <= m"), found[0]?.source);
  assert(found.every((one) => one.source !== source));
});

Deno.test("repairCode() compares nothing with itself, and leaves what steps a loop and what is fixed", () => {
  const loop = repaired("for (let i = 0; i < n; i++) list.push(i); return n;");
  assert(!loop.some((body) => /n\+\+|i < i|i--/.test(body)), loop.join("\n"));
  const source = `function f(n: number): number {
  // FIXED-BLOCK-START rule
  if (n < 2) return 3;
  // FIXED-BLOCK-END
  return n;
}`;
  const { found } = repairCode({ source, ...all });
  assert(found.length > 0 && found.every((one) => one.source.includes("if (n < 2) return 3;")));
  assertEquals(repairCode({ source: "function (", ...all }).found, []);
});

Deno.test("repairCode() changes no name of a field, and no code outside of functions", () => {
  const bodies = repaired(
    "const row = { n: n, m }; return row.n;",
    "n: number, m: number): number",
  );
  assert(!bodies.some((body) => /\{ m: n|row\.m|, n \}/.test(body)), bodies.join("\n"));
});
