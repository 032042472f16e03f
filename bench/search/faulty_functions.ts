/**
 * Functions with faults, and the cases that they must pass.
 *
 * Most are classic algorithms with the kinds of faults in one line that QuixBugs plants (Lin, Koppel, Chen and Solar-Lezama, 2017); the
 * last ones have two faults each.
 *
 * @module
 */

/** A function with a fault, and its cases. */
export interface FaultyFunction {
  readonly name: string;
  readonly source: string;
  readonly cases: readonly (readonly [args: readonly unknown[], result: unknown])[];
}

/** The functions on which the arm that repairs code was developed. */
export const faultyFunctions: readonly FaultyFunction[] = [
  {
    name: "bitcount",
    source: `function bitcount(n: number): number {
  let count = 0;
  while (n !== 0) {
    n ^= n - 1;
    count += 1;
  }
  return count;
}`,
    cases: [[[127], 7], [[128], 1], [[3005], 9], [[13], 3], [[14], 3], [[27], 4], [[834], 4], [[
      254,
    ], 7], [[0], 0]],
  },
  {
    name: "findFirst",
    source: `function findFirst(list: number[], x: number): number {
  let low = 0;
  let high = list.length;
  while (low <= high) {
    const middle = Math.floor((low + high) / 2);
    if (x === list[middle] && (middle === 0 || x !== list[middle - 1])) return middle;
    else if (x <= list[middle]!) high = middle;
    else low = middle + 1;
  }
  return -1;
}`,
    cases: [
      [[[3, 4, 5, 5, 5, 5, 6], 5], 2],
      [[[3, 4, 5, 5, 5, 5, 6], 7], -1],
      [[[3, 4, 5, 5, 5, 5, 6], 2], -1],
      [[[3, 6, 7, 9, 9, 10, 14, 27], 14], 6],
      [[[0, 1, 6, 8, 13, 14, 67, 128], 80], -1],
      [[[0, 1, 6, 8, 13, 14, 67, 128], 67], 6],
      [[[0, 1, 6, 8, 13, 14, 67, 128], 128], 7],
    ],
  },
  {
    name: "findSorted",
    source: `function findSorted(list: number[], x: number): number {
  function search(start: number, end: number): number {
    if (start === end) return -1;
    const middle = start + Math.floor((end - start) / 2);
    if (x < list[middle]!) return search(start, middle);
    if (x > list[middle]!) return search(middle, end);
    return middle;
  }
  return search(0, list.length);
}`,
    cases: [
      [[[3, 4, 5, 5, 5, 5, 6], 5], 3],
      [[[1, 2, 3, 4, 6, 7, 8], 5], -1],
      [[[1, 2, 3, 4, 6, 7, 8], 4], 3],
      [[[2, 4, 6, 8, 10, 12, 14, 16, 18, 20], 18], 8],
      [[[3, 5, 6, 7, 8, 9, 12, 13, 14, 24, 26, 27], 0], -1],
      [[[3, 5, 6, 7, 8, 9, 12, 12, 14, 24, 26, 27], 12], 6],
      [[[24, 26, 28, 50, 59], 101], -1],
    ],
  },
  {
    name: "gcd",
    source: `function gcd(a: number, b: number): number {
  if (b === 0) return a;
  return gcd(a % b, b);
}`,
    cases: [[[17, 0], 17], [[13, 13], 13], [[37, 600], 1], [[20, 100], 20], [
      [624129, 2061517],
      18913,
    ], [[3, 12], 3]],
  },
  {
    name: "factors",
    source: `function factors(n: number): number[] {
  if (n === 1) return [];
  for (let i = 2; i <= Math.sqrt(n); i++) {
    if (n % i === 0) return [i, ...factors(n / i)];
  }
  return [];
}`,
    cases: [
      [[1], []],
      [[100], [2, 2, 5, 5]],
      [[101], [101]],
      [[104], [2, 2, 2, 13]],
      [[2], [2]],
      [[3], [3]],
      [[17], [17]],
      [[63], [3, 3, 7]],
      [[74], [2, 37]],
      [[73], [73]],
    ],
  },
  {
    name: "isBalanced",
    source: `function isBalanced(text: string): boolean {
  let depth = 0;
  for (const char of text) {
    if (char === "(") {
      depth += 1;
    } else {
      depth -= 1;
      if (depth < 0) return false;
    }
  }
  return true;
}`,
    cases: [[["((()()))()"], true], [[")()("], false], [["(("], false], [["()"], true], [
      ["(()"],
      false,
    ], [[""], true]],
  },
  {
    name: "knapsack",
    source: `function knapsack(capacity: number, items: [weight: number, value: number][]): number {
  const memo: number[][] = Array.from({ length: items.length + 1 }, () => Array(capacity + 1).fill(0));
  for (let i = 0; i < items.length; i++) {
    const [weight, value] = items[i]!;
    for (let j = 1; j <= capacity; j++) {
      memo[i + 1]![j] = memo[i]![j]!;
      if (weight < j) {
        memo[i + 1]![j] = Math.max(memo[i]![j]!, value + memo[i]![j - weight]!);
      }
    }
  }
  return memo[items.length]![capacity]!;
}`,
    cases: [
      [[100, [[60, 10], [50, 8], [20, 4], [20, 4], [8, 3], [3, 2]]], 19],
      [[40, [[30, 10], [50, 5], [10, 20], [40, 25]]], 30],
      [[26, [[12, 24], [7, 13], [11, 23], [8, 15], [9, 16]]], 51],
      [[50, [[31, 70], [10, 20], [20, 39], [19, 37], [4, 7], [3, 5], [6, 10]]], 107],
      [[5, [[5, 1]]], 1],
      [[0, [[1, 1]]], 0],
    ],
  },
  {
    name: "levenshtein",
    source: `function levenshtein(source: string, target: string): number {
  if (source === "" || target === "") return source.length || target.length;
  if (source[0] === target[0]) return 1 + levenshtein(source.slice(1), target.slice(1));
  return 1 + Math.min(
    levenshtein(source, target.slice(1)),
    levenshtein(source.slice(1), target.slice(1)),
    levenshtein(source.slice(1), target),
  );
}`,
    cases: [
      [["electron", "neutron"], 3],
      [["kitten", "sitting"], 3],
      [["rosett", "rosyt"], 2],
      [["", "dog"], 3],
      [["aaa", "aaa"], 0],
      [["ab", "ba"], 2],
    ],
  },
  {
    name: "increasing",
    source: `function increasing(list: number[]): number {
  const ends: Record<number, number> = {};
  let longest = 0;
  for (const [i, value] of list.entries()) {
    let length = 0;
    for (let j = 1; j <= longest; j++) {
      if (list[ends[j]!]! < value) length = Math.max(length, j);
    }
    if (length === longest || value < list[ends[length + 1]!]!) {
      ends[length + 1] = i;
      longest = length + 1;
    }
  }
  return longest;
}`,
    cases: [
      [[[]], 0],
      [[[3]], 1],
      [[[4, 1]], 1],
      [[[10, 2, 5, 6]], 3],
      [[[4, 2, 1]], 1],
      [[[5, 1, 3, 4, 7]], 4],
      [[[4, 1, 5, 3, 7, 6, 2]], 3],
      [[[-1, 0, 2]], 3],
      [[[0, 10, -1]], 2],
      [[[9, 1, 2, 3, 0]], 3],
    ],
  },
  {
    name: "maxSum",
    source: `function maxSum(list: number[]): number {
  let here = 0;
  let best = 0;
  for (const x of list) {
    here = here + x;
    best = Math.max(best, here);
  }
  return best;
}`,
    cases: [
      [[[4, -5, 2, 1, -1, 3]], 5],
      [[[0, -1, 2, -1, 3, -1, 0]], 4],
      [[[3, 4, 5]], 12],
      [[[4, -2, -8, 5, -2, 7, 7, 2, -6, 5]], 19],
      [[[-4, -4, -5]], 0],
      [[[-2, 1, -3, 4, -1, 2, 1, -5, 4]], 6],
    ],
  },
  {
    name: "mergeSort",
    source: `function mergeSort(list: number[]): number[] {
  function merge(left: number[], right: number[]): number[] {
    const merged: number[] = [];
    let i = 0;
    let j = 0;
    while (i < left.length && j < right.length) {
      if (left[i]! <= right[j]!) {
        merged.push(left[i]!);
        i += 1;
      } else {
        merged.push(right[j]!);
        j += 1;
      }
    }
    return [...merged, ...left.slice(i)];
  }
  if (list.length === 0) return list;
  const middle = Math.floor(list.length / 2);
  return merge(mergeSort(list.slice(0, middle)), mergeSort(list.slice(middle)));
}`,
    cases: [
      [[[]], []],
      [[[1, 2, 6, 72, 7, 33, 4]], [1, 2, 4, 6, 7, 33, 72]],
      [[[3, 1, 4, 1, 5, 9, 2, 6, 5, 3, 5, 8, 9, 7, 9, 3]], [
        1,
        1,
        2,
        3,
        3,
        3,
        4,
        5,
        5,
        5,
        6,
        7,
        8,
        9,
        9,
        9,
      ]],
      [[[5, 4, 3, 2, 1]], [1, 2, 3, 4, 5]],
      [[[1]], [1]],
      [[[1, 2]], [1, 2]],
    ],
  },
  {
    name: "nextPalindrome",
    source: `function nextPalindrome(digits: number[]): number[] {
  let high = Math.floor(digits.length / 2);
  let low = Math.floor((digits.length - 1) / 2);
  const list = [...digits];
  while (high < list.length && low >= 0) {
    if (list[high] === 9) {
      list[high] = 0;
      list[low] = 0;
      high += 1;
      low -= 1;
    } else {
      list[high]! += 1;
      if (low !== high) list[low]! += 1;
      return list;
    }
  }
  return [1, ...Array(list.length).fill(0), 1];
}`,
    cases: [
      [[[1, 4, 9, 4, 1]], [1, 5, 0, 5, 1]],
      [[[1, 3, 1]], [1, 4, 1]],
      [[[4, 7, 2, 5, 5, 2, 7, 4]], [4, 7, 2, 6, 6, 2, 7, 4]],
      [[[9, 9, 9]], [1, 0, 0, 1]],
      [[[9]], [1, 1]],
      [[[8, 9, 8]], [9, 0, 9]],
    ],
  },
  {
    name: "nextPermutation",
    source: `function nextPermutation(list: number[]): number[] | null {
  for (let i = list.length - 2; i >= 0; i--) {
    if (list[i]! < list[i + 1]!) {
      for (let j = list.length - 1; j > i; j--) {
        if (list[j]! < list[i]!) {
          const next = [...list];
          [next[i], next[j]] = [list[j]!, list[i]!];
          return [...next.slice(0, i + 1), ...next.slice(i + 1).reverse()];
        }
      }
    }
  }
  return null;
}`,
    cases: [
      [[[3, 2, 4, 1]], [3, 4, 1, 2]],
      [[[3, 5, 6, 2, 1]], [3, 6, 1, 2, 5]],
      [[[4, 5, 1, 7, 9]], [4, 5, 1, 9, 7]],
      [[[1, 2, 3]], [1, 3, 2]],
      [[[3, 2, 1]], null],
      [[[1, 3, 2]], [2, 1, 3]],
    ],
  },
  {
    name: "pascal",
    source: `function pascal(n: number): number[][] {
  const rows = [[1]];
  for (let r = 1; r < n; r++) {
    const row: number[] = [];
    for (let c = 0; c < r; c++) {
      const left = c > 0 ? rows[r - 1]![c - 1]! : 0;
      const right = c < r ? rows[r - 1]![c]! : 0;
      row.push(left + right);
    }
    rows.push(row);
  }
  return rows;
}`,
    cases: [[[1], [[1]]], [[2], [[1], [1, 1]]], [[3], [[1], [1, 1], [1, 2, 1]]], [[5], [
      [1],
      [1, 1],
      [1, 2, 1],
      [1, 3, 3, 1],
      [1, 4, 6, 4, 1],
    ]]],
  },
  {
    name: "change",
    source: `function change(coins: number[], total: number): number {
  if (total === 0) return 1;
  if (total < 0) return 0;
  const [first, ...rest] = coins;
  return change(coins, total - first!) + change(rest, total);
}`,
    cases: [
      [[[1, 4, 2], -7], 0],
      [[[1, 5, 10, 25], 11], 4],
      [[[1, 5, 10, 25], 75], 121],
      [[[1, 5, 10, 25], 34], 18],
      [[[1, 5, 10], 34], 16],
      [[[1, 5, 10, 25], 10], 4],
    ],
  },
  {
    name: "powerset",
    source: `function powerset(list: number[]): number[][] {
  if (list.length === 0) return [[]];
  const [first, ...rest] = list;
  const subsets = powerset(rest);
  return subsets.map((subset) => [first!, ...subset]);
}`,
    cases: [[[[1]], [[], [1]]], [[[]], [[]]], [[[1, 2]], [[], [2], [1], [1, 2]]], [[[1, 2, 3]], [
      [],
      [3],
      [2],
      [2, 3],
      [1],
      [1, 3],
      [1, 2],
      [1, 2, 3],
    ]]],
  },
  {
    name: "quickSort",
    source: `function quickSort(list: number[]): number[] {
  if (list.length === 0) return [];
  const pivot = list[0]!;
  const lesser = quickSort(list.slice(1).filter((x) => x < pivot));
  const greater = quickSort(list.slice(1).filter((x) => x > pivot));
  return [...lesser, pivot, ...greater];
}`,
    cases: [
      [[[]], []],
      [[[1, 2, 6, 72, 7, 33, 4]], [1, 2, 4, 6, 7, 33, 72]],
      [[[3, 1, 4, 1, 5, 9]], [1, 1, 3, 4, 5, 9]],
      [[[5, 5]], [5, 5]],
      [[[2, 1]], [1, 2]],
    ],
  },
  {
    name: "evaluate",
    source: `function evaluate(tokens: (number | string)[]): number {
  const stack: number[] = [];
  for (const token of tokens) {
    if (typeof token === "number") {
      stack.push(token);
    } else {
      const a = stack.pop()!;
      const b = stack.pop()!;
      stack.push(token === "+" ? a + b : token === "-" ? a - b : token === "*" ? a * b : a / b);
    }
  }
  return stack.pop()!;
}`,
    cases: [
      [[[3, 5, "+", 2, "/"]], 4],
      [[[2, 2, "+"]], 4],
      [[[7, 4, "+", 3, "-"]], 8],
      [[[1, 2, "*", 3, 4, "*", "+"]], 14],
      [[[5, 9, 2, "*", "+"]], 23],
      [[[5, 1, 2, "+", 4, "*", "+", 3, "-"]], 14],
    ],
  },
  {
    name: "sieve",
    source: `function sieve(max: number): number[] {
  const primes: number[] = [];
  for (let n = 2; n <= max; n++) {
    if (primes.some((p) => n % p > 0)) primes.push(n);
  }
  return primes;
}`,
    cases: [[[1], []], [[2], [2]], [[4], [2, 3]], [[7], [2, 3, 5, 7]], [[20], [
      2,
      3,
      5,
      7,
      11,
      13,
      17,
      19,
    ]]],
  },
  {
    name: "squareRoot",
    source: `function squareRoot(x: number, epsilon: number): number {
  let approx = x / 2;
  while (Math.abs(x - approx) > epsilon) {
    approx = 0.5 * (approx + x / approx);
  }
  return Math.round(approx * 100) / 100;
}`,
    cases: [[[2, 0.001], 1.41], [[4, 0.001], 2], [[27, 0.001], 5.2], [[33, 0.005], 5.74], [[
      170,
      0.001,
    ], 13.04], [[1, 0.001], 1]],
  },
  {
    name: "toBase",
    source: `function toBase(n: number, base: number): string {
  const alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";
  let result = "";
  while (n > 0) {
    const digit = n % base;
    n = Math.floor(n / base);
    result = result + alphabet[digit];
  }
  return result;
}`,
    cases: [
      [[8227, 18], "1771"],
      [[73, 8], "111"],
      [[16, 19], "G"],
      [[31, 16], "1F"],
      [[41, 2], "101001"],
      [[44, 5], "134"],
      [[27, 23], "14"],
    ],
  },
  {
    name: "wrap",
    source: `function wrap(text: string, columns: number): string[] {
  const lines: string[] = [];
  while (text.length > columns) {
    let end = text.lastIndexOf(" ", columns);
    if (end === -1) end = columns;
    lines.push(text.slice(0, end));
    text = text.slice(end);
  }
  return lines;
}`,
    cases: [[["abcd ef", 4], ["abcd", " ef"]], [["abc", 5], ["abc"]], [["a b c d", 3], [
      "a b",
      " c",
      " d",
    ]], [["abcdefgh", 3], ["abc", "def", "gh"]]],
  },
  {
    name: "kth",
    source: `function kth(list: number[], k: number): number {
  const pivot = list[0]!;
  const below = list.filter((x) => x < pivot);
  const above = list.filter((x) => x > pivot);
  const lessCount = below.length;
  const lessOrEqual = list.length - above.length;
  if (k < lessCount) return kth(below, k);
  else if (k >= lessOrEqual) return kth(above, k);
  return pivot;
}`,
    cases: [
      [[[1, 2, 3, 4, 5, 6, 7], 4], 5],
      [[[3, 6, 7, 1, 6, 3, 8, 9], 5], 7],
      [[[3, 6, 7, 1, 6, 3, 8, 9], 2], 3],
      [[[2, 6, 8, 3, 5, 7], 0], 2],
      [[[34, 25, 7, 1, 9], 4], 34],
      [[[45, 2, 6, 8, 42, 90, 322], 1], 6],
    ],
  },
  {
    name: "sumRange2",
    source: `function sumEvens(list: number[], from: number, to: number): number {
  let total = 1;
  for (let i = from; i < to; i++) {
    if (list[i]! % 2 === 0) total += list[i]!;
  }
  return total;
}`,
    cases: [
      [[[1, 2, 3, 4], 0, 3], 6],
      [[[2, 2, 2], 1, 1], 2],
      [[[1, 3], 0, 1], 0],
      [[[4, 1, 6], 0, 2], 10],
      [[[4, 1, 6], 0, 1], 4],
      [[[5], 0, 0], 0],
    ],
  },
  {
    name: "median2",
    source: `function median(list: number[]): number {
  const sorted = [...list].sort((a, b) => b - a);
  const middle = Math.ceil(sorted.length / 2);
  if (sorted.length % 2 === 1) return sorted[middle]!;
  return (sorted[middle - 1]! + sorted[middle]!) / 2;
}`,
    cases: [[[[1, 2, 3]], 2], [[[4, 1, 3, 2]], 2.5], [[[7]], 7], [[[5, 1]], 3], [
      [[9, 1, 5, 3, 7]],
      5,
    ], [[[1, 2, 3, 10]], 2.5]],
  },
  {
    name: "countWords2",
    source: `function countWords(text: string): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const word of text.split(" ")) {
    const key = word.toUpperCase();
    counts[key] = (counts[key] ?? 1) + 1;
  }
  return counts;
}`,
    cases: [[["a b a"], { a: 2, b: 1 }], [["A a"], { a: 2 }], [["x"], { x: 1 }], [["Hi there hi"], {
      hi: 2,
      there: 1,
    }]],
  },
  {
    name: "rotate2",
    source: `function rotate(list: number[], by: number): number[] {
  if (list.length === 0) return list;
  const shift = by % list.length;
  return [...list.slice(shift), ...list.slice(1, shift)];
}`,
    cases: [
      [[[1, 2, 3, 4], 1], [4, 1, 2, 3]],
      [[[1, 2, 3, 4], 2], [3, 4, 1, 2]],
      [[[1, 2, 3], 0], [1, 2, 3]],
      [[[], 3], []],
      [[[1, 2, 3, 4, 5], 7], [4, 5, 1, 2, 3]],
      [[[1, 2, 3], 4], [3, 1, 2]],
    ],
  },
  {
    name: "binaryInsert2",
    source: `function insertAt(list: number[], x: number): number {
  let low = 1;
  let high = list.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (list[middle]! < x) low = middle;
    else high = middle;
  }
  return low;
}`,
    cases: [
      [[[1, 3, 5], 4], 2],
      [[[1, 3, 5], 0], 0],
      [[[], 1], 0],
      [[[1, 3, 5], 9], 3],
      [[[2], 1], 0],
      [[[2], 3], 1],
      [[[1, 2, 3, 4, 6], 5], 4],
    ],
  },
  {
    name: "scoreGame2",
    source: `function scoreGame(rolls: number[]): number {
  let total = 0;
  let at = 0;
  for (let frame = 0; frame < 10; frame++) {
    const first = rolls[at] ?? 0;
    const second = rolls[at + 1] ?? 0;
    const third = rolls[at + 2] ?? 0;
    if (first === 10) {
      total += 10 + second + third;
      at += 2;
    } else if (first + second === 10) {
      total += 10 + second;
      at += 2;
    } else {
      total += first + second;
      at += 2;
    }
  }
  return total;
}`,
    cases: [
      [[[3, 4, 2, 5, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]], 14],
      [[[5, 5, 3, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]], 16],
      [[[10, 3, 4, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]], 24],
      [[[10, 10, 10, 10, 10, 10, 10, 10, 10, 10, 10, 10]], 300],
      [[[9, 1, 9, 1, 9, 1, 9, 1, 9, 1, 9, 1, 9, 1, 9, 1, 9, 1, 9, 1, 9]], 190],
      [[[1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1]], 20],
      [[[0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 7, 3, 6]], 16],
      [[[2, 8, 5, 5, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]], 27],
    ],
  },
  {
    name: "luhn2",
    source: `function luhn(digits: string): boolean {
  let sum = 0;
  const cleaned = digits.split("").filter((char) => char !== " ");
  if (cleaned.length <= 2) return false;
  for (let i = 0; i < cleaned.length; i++) {
    let digit = Number(cleaned[i]);
    const fromRight = cleaned.length - i;
    if (fromRight % 2 === 1) {
      digit = digit * 2;
      if (digit > 9) digit -= 9;
    }
    sum += digit;
  }
  return sum % 10 === 0;
}`,
    cases: [
      [["1"], false],
      [["0"], false],
      [["18"], true],
      [["059"], true],
      [["59"], true],
      [["055 444 285"], true],
      [["055 444 286"], false],
      [["8273 1232 7352 0569"], false],
      [["234 567 891 234"], true],
      [["00"], true],
      [["91"], true],
      [["12"], false],
    ],
  },
  {
    name: "spiral2",
    source: `function spiral(rows: number[][]): number[] {
  const out: number[] = [];
  let top = 0;
  let bottom = rows.length - 1;
  let left = 0;
  let right = (rows[0] ?? []).length;
  while (top <= bottom && left <= right) {
    for (let c = left; c <= right; c++) out.push(rows[top]![c]!);
    top += 1;
    for (let r = top; r <= bottom; r++) out.push(rows[r]![right]!);
    right -= 1;
    if (top <= bottom) {
      for (let c = right; c >= left; c--) out.push(rows[bottom]![c]!);
      bottom -= 1;
    }
    if (left <= right) {
      for (let r = bottom; r > top; r--) out.push(rows[r]![left]!);
      left += 1;
    }
  }
  return out;
}`,
    cases: [
      [[[]], []],
      [[[[1]]], [1]],
      [[[[1, 2], [3, 4]]], [1, 2, 4, 3]],
      [[[[1, 2, 3]]], [1, 2, 3]],
      [[[[1], [2], [3]]], [1, 2, 3]],
      [[[[1, 2, 3], [4, 5, 6], [7, 8, 9]]], [1, 2, 3, 6, 9, 8, 7, 4, 5]],
      [[[[1, 2], [3, 4], [5, 6]]], [1, 2, 4, 6, 5, 3]],
      [[[[1, 2, 3, 4], [5, 6, 7, 8], [9, 10, 11, 12]]], [1, 2, 3, 4, 8, 12, 11, 10, 9, 5, 6, 7]],
    ],
  },
  {
    name: "histogram2",
    source: `function histogram(values: number[], width: number, count: number): number[] {
  const bars: number[] = [];
  for (let b = 0; b < count; b++) bars.push(0);
  for (const value of values) {
    if (value < 0) continue;
    let at = Math.round(value / width);
    if (at > count) at = count - 1;
    bars[at]! += 1;
  }
  return bars;
}`,
    cases: [
      [[[], 1, 2], [0, 0]],
      [[[0.2, 0.4, 1.1], 1, 2], [2, 1]],
      [[[0.9, 1.6], 1, 3], [1, 1, 0]],
      [[[5], 1, 3], [0, 0, 1]],
      [[[3], 1, 3], [0, 0, 1]],
      [[[-1, 1], 1, 2], [0, 1]],
      [[[10, 19, 20, 29], 10, 3], [0, 2, 2]],
      [[[2, 4, 6, 8], 2, 4], [0, 1, 1, 2]],
    ],
  },
  {
    name: "topWords3",
    source: `function topWords(text: string, count: number): string[] {
  const seen: Record<string, number> = {};
  const words = text.toLowerCase().split(" ");
  for (const word of words) {
    if (word === "") break;
    seen[word] = (seen[word] ?? 1) + 1;
  }
  const sorted = Object.keys(seen).sort((a, b) => {
    const difference = seen[a]! - seen[b]!;
    return difference !== 0 ? difference : a < b ? -1 : 1;
  });
  return sorted.slice(0, count);
}`,
    cases: [
      [["a b a", 1], ["a"]],
      [["a b a", 5], ["a", "b"]],
      [["b a", 2], ["a", "b"]],
      [["x  y y", 1], ["y"]],
      [["  z", 1], ["z"]],
      [["", 3], []],
      [["C c d D d", 2], ["d", "c"]],
      [["one two three two three three", 2], ["three", "two"]],
      [["p q r", 0], []],
    ],
  },
  {
    name: "interpolate2",
    source: `function interpolate(xs: number[], ys: number[], x: number): number {
  if (x <= xs[0]!) return ys[0]!;
  for (let i = 1; i < xs.length - 1; i++) {
    if (x <= xs[i]!) {
      const share = (x - xs[i - 1]!) / (xs[i]! - xs[i - 1]!);
      return ys[i]! + share * (ys[i]! - ys[i - 1]!);
    }
  }
  return ys[ys.length - 1]!;
}`,
    cases: [
      [[[0, 1], [0, 10], 0.5], 5],
      [[[0, 1], [0, 10], -1], 0],
      [[[0, 1], [0, 10], 2], 10],
      [[[0, 1, 3], [0, 10, 30], 2], 20],
      [[[0, 2, 4], [1, 3, 1], 1], 2],
      [[[0, 2, 4], [1, 3, 1], 3], 2],
      [[[0, 2, 4], [1, 3, 1], 2], 3],
      [[[5], [7], 5], 7],
    ],
  },
  {
    name: "schedule2",
    source: `function schedule(jobs: [start: number, end: number][]): number {
  const sorted = [...jobs].sort((a, b) => a[0] - b[0]);
  let taken = 0;
  let free = 0;
  for (const [start, end] of sorted) {
    if (start > free) {
      taken += 1;
      free = end;
    }
  }
  return taken;
}`,
    cases: [
      [[[]], 0],
      [[[[1, 2]]], 1],
      [[[[0, 1], [1, 2]]], 2],
      [[[[0, 10], [1, 2], [3, 4]]], 2],
      [[[[1, 4], [2, 3], [3, 5]]], 2],
      [[[[5, 6], [1, 2], [3, 4]]], 3],
      [[[[0, 6], [1, 4], [3, 5], [3, 8], [4, 7], [5, 9], [6, 10], [8, 11]]], 3],
      [[[[2, 9], [0, 3], [3, 4]]], 2],
    ],
  },
  {
    name: "runLength3",
    source: `function decode(text: string): string {
  let out = "";
  let count = "0";
  for (const char of text) {
    if (char > "0" && char <= "9") {
      count = char + count;
    } else {
      out += char.repeat(count === "" ? 0 : Number(count));
      count = "";
    }
  }
  return out;
}`,
    cases: [
      [[""], ""],
      [["abc"], "abc"],
      [["2a3b"], "aabbb"],
      [["a2bc"], "abbc"],
      [["12x"], "xxxxxxxxxxxx"],
      [["10y"], "yyyyyyyyyy"],
      [["3z"], "zzz"],
      [["1a1b"], "ab"],
    ],
  },
  {
    name: "largest3",
    source: `function largest(list: number[]): number {
  let best = 0;
  for (let i = 1; i < list.length; i++) {
    if (list[i]! < best) best = list[i]!;
  }
  return best;
}`,
    cases: [[[[1, 3, 2]], 3], [[[-2, -1]], -1], [[[5]], 5], [[[0, 0]], 0], [[[9, 1]], 9], [[[
      -5,
      -7,
      -6,
    ]], -5]],
  },
  {
    name: "secondLargest2",
    source: `function secondLargest(list: number[]): number {
  let first = -Infinity;
  let second = -Infinity;
  for (const x of list) {
    if (x >= first) {
      first = x;
      second = first;
    } else if (x > second && x < first) {
      second = x;
    }
  }
  return second === -Infinity ? -1 : second;
}`,
    cases: [[[[3, 1, 2]], 2], [[[5, 5, 4]], 4], [[[1]], -1], [[[2, 2]], -1], [[[1, 2, 3]], 2], [[[
      9,
      7,
      8,
      9,
    ]], 8], [[[]], -1]],
  },
  {
    name: "vowels2",
    source: `function vowels(text: string): number {
  const known = "aeiou";
  let count = 0;
  for (let i = 0; i < text.length - 1; i++) {
    if (known.includes(text[i]!)) count = 1;
  }
  return count;
}`,
    cases: [[["hello"], 2], [["a"], 1], [["HELLO"], 2], [["xyz"], 0], [[""], 0], [["banana"], 3], [[
      "Aa",
    ], 2]],
  },
  {
    name: "compound2",
    source: `function balance(start: number, rate: number, years: number): number {
  let total = start;
  for (let year = 1; year < years; year++) {
    total = total + start * rate;
  }
  return Math.round(total * 100) / 100;
}`,
    cases: [[[100, 0.1, 0], 100], [[100, 0.1, 1], 110], [[100, 0.1, 2], 121], [
      [200, 0.05, 3],
      231.53,
    ], [[50, 0, 5], 50]],
  },
];
