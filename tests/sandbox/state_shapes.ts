/**
 * Ways to keep a count from call to call: each is a module whose `f` returns the count, 1 where nothing is kept.
 *
 * @module
 */

/** A body of `f`, with the code before it. */
function shape(body: string, before = ""): string {
  return `${before}\nfunction f(n: number): number { ${body} }`;
}

/** Counts in a property of an object that outlives the call. */
function countIn(object: string): string {
  return shape(`const kept: any = ${object}; kept.n = (kept.n ?? 0) + 1; return kept.n;`);
}

/** The shapes by name. */
export const stateShapes: Readonly<Record<string, string>> = {
  "a method of a string": countIn('("" as any).at'),
  "a constructor passed to a helper": shape(
    "return bump(Map);",
    "function bump(o: any): number { o.n = (o.n ?? 0) + 1; return o.n; }",
  ),
  "a prototype by a computed name": countIn('(Map as any)["proto" + "type"]'),
  "a method of an array": countIn("([] as any).at"),
  "a replaced method of arrays": shape(`
    const list: any = Object.getPrototypeOf([]);
    const old = list.at;
    const next = (old.call([7], 0) === 7 ? 0 : old()) + 1;
    list.at = () => next;
    return next;`),
  "a variable of the module": shape("return ++count;", "let count = 0;"),
  "a closure": shape(
    "return next();",
    "const next = (() => { let count = 0; return () => ++count; })();",
  ),
  "an array of the module": shape(
    "kept.push(n); return kept.length;",
    "const kept: number[] = [];",
  ),
  "a default parameter": shape(
    "return g();",
    "const box = { n: 0 }; function g(b = box): number { return ++b.n; }",
  ),
  "an arguments object": shape(
    "kept[0] = kept[0] + 1; return kept[0];",
    "const kept: any = (function (_: number): any { return arguments; })(0);",
  ),
  "a static field": shape("return ++Kept.n;", "class Kept { static n = 0; }"),
  "a private static field": shape(
    "return Kept.next();",
    "class Kept { static #n = 0; static next(): number { return ++Kept.#n; } }",
  ),
  "a generator": shape(
    "return numbers.next().value as number;",
    "const numbers = (function* () { for (let i = 1;; i++) yield i; })();",
  ),
  "the prototype of generators": countIn("Object.getPrototypeOf(function* () {})"),
  "the prototype of iterators": countIn("Object.getPrototypeOf(new Map().keys())"),
  "a method of an iterator helper": countIn("([] as any).values().map(String).next"),
  "the prototype of async functions": countIn("Object.getPrototypeOf(async () => {})"),
  "a registered symbol": countIn("Object.getPrototypeOf(Symbol.for('kept'))"),
  "the last match": shape(`
    const count = Number(RegExp.$1 || 0) + 1;
    /(\\d+)/.exec(String(count));
    return count;`),
  "the input of the last match": shape(`
    const statics: any = RegExp;
    const count = Number(statics.input || 0) + 1;
    statics.input = String(count);
    return count;`),
  "the last index of a pattern": shape(
    'pattern.test("aaaaaaaa"); return pattern.lastIndex;',
    "const pattern = /a/g;",
  ),
  "the limit of stack traces": shape(`
    const errors: any = Error;
    const count = errors.stackTraceLimit > 100 ? errors.stackTraceLimit - 100 + 1 : 1;
    errors.stackTraceLimit = 100 + count;
    return count;`),
  "the accessor of a stack": countIn(
    '(Object.getOwnPropertyDescriptor(new Error("x"), "stack") as any).get ?? {}',
  ),
  "Error.prepareStackTrace": countIn("(Error as any).prepareStackTrace"),
  "a method behind an accessor": countIn('("" as any).toString'),
  "a constructor of Intl": countIn("Intl.NumberFormat"),
  "the prototype of segments": countIn(
    "Object.getPrototypeOf(new Intl.Segmenter().segment('x')[Symbol.iterator]())",
  ),
  "a getter of a prototype": shape(`
    const all: any = Object.prototype;
    const count = (all.kept ?? 0) + 1;
    Object.defineProperty(all, "kept", { configurable: true, get: () => count });
    return count;`),
  "a tagged template": shape(
    "const strings = tag(); const count = (kept.get(strings) ?? 0) + 1; kept.set(strings, count); return count;",
    "const kept = new WeakMap<object, number>(); const same = (s: any): any => s; const tag = () => same`x`;",
  ),
  "a weak map of built-in objects": shape(
    "const count = (kept.get(Map) ?? 0) + 1; kept.set(Map, count); return count;",
    "const kept = new WeakMap<object, number>();",
  ),
  "a property of the function": countIn("f"),
  "a property of an injected function": shape(
    "return bump(Math.max);",
    "function bump(o: any): number { o.kept ??= 0; return ++o.kept; }",
  ),
  "JSON": countIn("JSON"),
  "Math": countIn("Math"),
  "console": countIn("console.log"),
  "the constructor of functions": countIn("(() => {}).constructor"),
  "a typed array's prototype": countIn("Object.getPrototypeOf(Uint8Array.prototype)"),
  "Reflect": shape(`
    Reflect.set(Reflect, "kept", (Reflect.get(Reflect, "kept") ?? 0) + 1);
    return Reflect.get(Reflect, "kept") ?? 1;`),
  "a swallowed assignment": shape(`
    const all: any = Array.prototype;
    const count = (all.kept ?? 0) + 1;
    try { all.kept = count; } catch { /* frozen */ }
    return count;`),
  "the stream of random numbers": shape(`
    const random: any = Math.random;
    random.n = (random.n ?? 0) + 1;
    return random.n;`),
  "a locked prototype": shape(`
    if (!Object.isExtensible(Set.prototype) && Object.isExtensible(Map.prototype)) return 2;
    Object.preventExtensions(Set.prototype);
    return 1;`),
  "a deleted method": shape(`
    const has = "findLast" in Array.prototype;
    Reflect.deleteProperty(Array.prototype, "findLast");
    return has ? 1 : 2;`),
};
