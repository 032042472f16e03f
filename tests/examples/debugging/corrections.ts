/**
 * The corrections of the faults that `examples/debugging` plants, by function: each fault and what is right in its place.
 *
 * They stand here alone, so that no optimizer sees them.
 *
 * @module
 */

/** A piece of the faulty source, which occurs once in it, and the right one. */
export type Correction = readonly [faulty: string, right: string];

/** One to three faults of each function. */
export const corrections: Readonly<Record<string, readonly Correction[]>> = {
  addMonths: [
    ["y % 100 !== 0;", "(y % 100 !== 0 || y % 400 === 0);"],
    ["isLeap(year)", "isLeap(newYear)"],
  ],
  allowRequests: [
    ["oldest + window >= time", "oldest + window > time"],
    ["granted.push(time);", "if (granted.length >= limit) return false;\n    granted.push(time);"],
  ],
  buildOrder: [
    [
      "for (const other of before) waiting.set(other, new Set());",
      "for (const other of before) if (!waiting.has(other) && !(other in needs)) waiting.set(other, new Set());",
    ],
    ["ready.at(-1)", "ready[0]"],
    ["undefined) return order", "undefined) return null"],
  ],
  convertBase: [
    ["symbols.indexOf(symbol)", "symbols.indexOf(symbol.toLowerCase())"],
    ["BigInt(Math.floor(Number(value) / to))", "value / BigInt(to)"],
    ["return isNegative ?", 'if (digits === "") return "0";\n    return isNegative ?'],
  ],
  diffLines: [
    [
      "Array(n + 1).fill(Array(m + 1).fill(0))",
      "Array.from({ length: n + 1 }, () => Array(m + 1).fill(0))",
    ],
    ["common[i + 1]![j]! > common", "common[i + 1]![j]! >= common"],
  ],
  divideEvenly: [
    ["amount < 0 ?", "amount < 0 !== divisor < 0 ?"],
    ["? whole + 1 : whole", "? whole : whole + 1"],
  ],
  encodeRuns: [
    ["count <= 9", "count < 9"],
    ["[char, 0]", "[char, 1]"],
  ],
  firstUnmatched: [
    ["!partner", "partner === undefined"],
    ["open.pop() ?? -1", "open[0] ?? -1"],
  ],
  freeSlots: [
    ["end = to", "end = Math.max(end, to)"],
    ["end <= closes", "end < closes"],
  ],
  isBalanced: [
    ["a === unbalanced && b", "a === unbalanced || b"],
    ["a - b > 1", "Math.abs(a - b) > 1"],
    ["Math.min(a, b)", "Math.max(a, b)"],
  ],
  lifeStep: [
    ["[...grid]", "grid.map((row) => [...row])"],
    ["dy === 0 || dx", "dy === 0 && dx"],
    ["neighbours >= 2", "neighbours === 2"],
  ],
  makeChange: [
    ["?? [];", "?? [];\n  if (!best[amount]) return null;"],
    ["rest.length + 1 >", "rest.length + 1 <"],
    [".sort().reverse()", ".sort((a, b) => b - a)"],
  ],
  normalizePath: [
    ['part === "."', 'part === "." || part === ""'],
    ["parts.length > 0", 'parts.length > 0 && parts.at(-1) !== ".."'],
    ["return joined;", 'return joined || ".";'],
  ],
  parseCsvLine: [
    ["field += '\"';", "field += '\"';\n        at++;"],
    ['if (field !== "") fields', "fields"],
  ],
  parseDuration: [
    ['char > "0"', 'char >= "0"'],
    ['text === "" ?', 'text === "" || digits !== "" ?'],
  ],
  rangeOf: [
    ["sorted.length - 1", "sorted.length"],
    [
      "const first = search((value) => value <= target)",
      "const first = search((value) => value < target)",
    ],
  ],
  runCache: [
    ["value || null", "value ?? null"],
    ["cache.set(key, operation[2])", "cache.delete(key);\n        cache.set(key, operation[2])"],
    ["cache.size >= capacity", "cache.size > capacity"],
  ],
  settle: [
    ["available <= amount", "available < amount"],
    [
      "await Promise.all(transfers.map(move))",
      "for (const [index, transfer] of transfers.entries()) await move(transfer, index)",
    ],
  ],
  toRoman: [
    ['[50, "L"],', '[50, "L"], [40, "XL"],'],
    ["rest > worth", "rest >= worth"],
  ],
  wrapText: [
    [
      "while (word.length > width) {",
      'while (word.length > width) {\n        if (line !== "") lines.push(line);\n        line = "";',
    ],
    ["line.length + word.length <= width", "line.length + 1 + word.length <= width"],
  ],
};
