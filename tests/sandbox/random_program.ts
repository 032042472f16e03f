/**
 * Programs that a bad model might write: made from a small grammar, with hostile fragments at every place.
 *
 * @module
 */

/** A source of whole numbers below a bound, the same for the same seed. */
export type Dice = (sides: number) => number;

/** Mulberry32. */
export function seededDice(seed: number): Dice {
  let state = seed | 0;
  return (sides) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % sides;
  };
}

const names = ["a", "b", "c", "d"];

const literals = [
  ...["0", "-0", "1", "NaN", "1e9", "2**31", "-1", "10n", "0.1", "Infinity", "''", "'x'", "`y`"],
  ...["null", "undefined", "true", "[]", "{}", "/a+/g", "'\\u2028\\ud800'", "'\\0\\x10'"],
  ...[
    "new Map([[1, {}]])",
    "new Set([NaN])",
    "new Date(NaN)",
    "new Uint8Array(9)",
    "Symbol.iterator",
  ],
];

const operators = [
  "+",
  "-",
  "*",
  "/",
  "%",
  "**",
  "<",
  ">=",
  "===",
  "!=",
  "&&",
  "||",
  "??",
  "&",
  ">>>",
  ",",
];

/** Expressions that try something. */
const hostileExpressions = [
  ...[
    "globalThis",
    "this",
    "arguments",
    "Error.prepareStackTrace",
    "new Error('e').stack",
    "eval('1')",
  ],
  ...[
    "(() => {}).constructor",
    "a?.constructor?.constructor",
    "Object.getPrototypeOf(async () => {})",
  ],
  ...["Reflect.ownKeys(globalThis)", "new Proxy({}, {})", "new Proxy([], { get: (t, k) => t[k] })"],
  ...[
    "Proxy.revocable({}, {}).proxy",
    "new Promise(() => {})",
    "Promise.reject(a)",
    "{ then(r) { r(a); } }",
  ],
  ...[
    "{ get x() { throw a; } }",
    "{ toJSON() { return b; } }",
    "{ [Symbol.toPrimitive]: () => a }",
  ],
  ...["'x'.repeat(1 << 20)", "new Array(1e6)", "new Array(4294967295)", "new ArrayBuffer(1 << 24)"],
  ...["Array.from({ length: 1e5 })", "Object.create(Promise.prototype)", "Object.create(null)"],
  ...[
    "class extends Array {}",
    "function* () { yield a; }",
    "async () => { await a; }",
    "globalThis.__opto_run()",
  ],
  ...['JSON.parse(\'{"__proto__":{"p":1}}\')', "{ $: 'bigint', v: 'x' }", "{ $: 'record', v: a }"],
  ...[
    "new Error('e', { cause: a })",
    "new AggregateError([a])",
    "Symbol.for('x')",
    "new WeakMap()",
  ],
  ...["Object.freeze(Object.prototype)", "structuredClone", "import('node:fs')", "new.target"],
];

/** Statements that try something. */
const hostileStatements = [
  ...["for (;;);", "for (;;) await0();", "Object.prototype.x = 1;", "Array.prototype.push = null;"],
  ...[
    "JSON.stringify = () => '{}';",
    "Promise.prototype.then = () => a;",
    "delete globalThis.Error;",
  ],
  ...["Object.defineProperty(Object.prototype, 'kind', { get() { return 'x'; }, set() {} });"],
  ...[
    "Object.defineProperty(Array.prototype, 0, { set() { throw 1; } });",
    "globalThis.Object = null;",
  ],
  ...["Error.stackTraceLimit = Infinity;", "Error.prototype.toString = () => { throw 1; };"],
  ...[
    "throw new Proxy({}, {});",
    "throw null;",
    "console.log(a, b, globalThis);",
    "console.error(new Error('e'));",
  ],
  ...["for (const k of Reflect.ownKeys(globalThis)) try { delete globalThis[k]; } catch {}"],
  ...["Promise.reject(new Error('unhandled'));", "Symbol.prototype[Symbol.toPrimitive] = null;"],
  ...["(function f() { f(); })();", "while (a) a = [a];", "for (let s = 'x'; ; ) s += s;"],
  ...["String.prototype.slice = () => a;", "Function.prototype.call = function () { return b; };"],
  ...[
    "try { for (;;); } finally { for (;;); }",
    "'x'.replace(/(x+x+)+y/, ''); ",
    "Math.random = () => a;",
  ],
];

/** One module with a function `f` of two parameters. */
export function randomProgram(dice: Dice): string {
  const pick = <T>(items: readonly T[]): T => items[dice(items.length)] as T; // below its length

  function expression(depth: number): string {
    const form = dice(depth <= 0 ? 3 : 12);
    const inner = () => expression(depth - 1);
    switch (form) {
      case 0:
        return pick(literals);
      case 1:
        return pick(names);
      case 2:
        return dice(3) === 0 ? `(${pick(hostileExpressions)})` : pick(names);
      case 3:
        return `(${inner()} ${pick(operators)} ${inner()})`.replace(/\((-\S+) \*\*/, "(($1) **");
      case 4:
        return `[${inner()}, ...[${inner()}]]`;
      case 5:
        return `({ a: ${inner()}, [${inner()}]: ${inner()} })`;
      case 6:
        return `((x) => ${inner()})(${inner()})`;
      case 7:
        return `(${inner()} ? ${inner()} : ${inner()})`;
      case 8:
        return `${pick(names)}?.[${inner()}]`;
      case 9:
        return `String(${inner()}).split(${inner()})`;
      case 10:
        return `Object.entries(Object(${inner()}))`;
      default:
        return `(${pick(hostileExpressions)})`;
    }
  }

  function statement(depth: number): string {
    const block = () => `{ ${statements(depth - 1)} }`;
    switch (dice(depth <= 0 ? 4 : 10)) {
      case 0:
      case 1:
        return `${pick(names)} = ${expression(2)};`;
      case 2:
        return `return ${expression(3)};`;
      case 3:
        return dice(3) === 0 ? pick(hostileStatements) : `${expression(2)};`;
      case 4:
        return `if (${expression(2)}) ${block()} else ${block()}`;
      case 5:
        return `for (let i = 0; i < ${pick(["3", "100", "1e5", "a"])}; i++) ${block()}`;
      case 6:
        return `try ${block()} catch (e) ${block()}`;
      case 7:
        return `for (const x of [${expression(1)}]) ${block()}`;
      case 8:
        return `switch (${expression(1)}) { case ${expression(1)}: ${statements(depth - 1)} }`;
      default:
        return pick(hostileStatements);
    }
  }

  function statements(depth: number): string {
    return Array.from({ length: 1 + dice(4) }, () => statement(depth)).join(" ");
  }

  const kind = pick(["function", "function", "function", "async function"]);
  return `const await0 = () => Promise.resolve();
export ${kind} f(a, b) { let c, d; ${statements(3)} return [a, b, c, d]; }
`;
}
