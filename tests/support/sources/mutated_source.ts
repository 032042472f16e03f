/**
 * Sources that a broken model, a bad line or an attacker might send: honest ones, programs from a grammar of the whole
 * language, and both mutated.
 *
 * @module
 */
import { type Dice, randomProgram } from "../../sandbox/random_program.ts";
import { costlySources } from "../costly_sources.ts";
import { mutateText } from "../mutate_text.ts";

/** The parameter's start. */
export const startSource = `type Pair = readonly [number, number];

const step = 1;

function grow([n, by]: Pair): number {
  return n + by;
}

export function reach(n: number): number {
  let sum = n;
  for (let i = 0; i < 2; i++) sum = grow([sum, step]);
  return sum;
}
`;

const honest: readonly string[] = [
  startSource,
  startSource.replace("step = 1", "step = 3"),
  "export function reach(n: number): number {\n  return n > 1 ? n + 6 : 7; // exact\n}\n",
  "export const reach = (n: number): number => [n, 6].reduce((a, b) => a + b, 0);\n",
  "enum Way { Up = 6, Down = -Up }\nexport function reach(n: number): number { return n + Way.Up; }\n",
  `export function reach(n: number): number {
  class Counter<T extends number> {
    #count = 0;
    static readonly first = 1 as const;
    add(by: T): this {
      this.#count += by;
      return this;
    }
    get total() {
      return this.#count;
    }
  }
  label: for (const by of [n, 6] satisfies number[]) {
    if (by < 0) continue label;
  }
  return new Counter().add(n).add(6).total;
}
`,
  `export function reach(n: number): number {
  const { length = 6, ...rest } = { length: 6, n } as Record<string, number>;
  try {
    switch (typeof rest) {
      case "object":
        return n + length!;
      default:
        throw new RangeError(\`no \${rest?.n ?? "n"}\`);
    }
  } catch (error: unknown) {
    return /(?<digits>\\d+)/u.exec(String(error))?.groups?.digits?.length ?? 0;
  }
}
`,
];

/** The compiler reads at most half of this. */
const maxChars = 400_000;

/** A source; one in four hundred is one that costs a compiler seconds. */
export function mutatedSource(dice: Dice): string {
  return drawSource(dice).slice(0, maxChars);
}

function drawSource(dice: Dice): string {
  const pick = <T>(items: readonly T[]): T => items[dice(items.length)] as T; // below its length
  if (dice(400) === 0) return `${startSource}\n${pick(Object.values(costlySources))}`;
  const grown = () => growProgram(dice);
  switch (dice(10)) {
    case 0:
    case 9:
      return pick(honest).replace("6", String(dice(99)));
    case 8:
      return grown();
    case 1:
      return mutateText(grown(), dice);
    case 2:
      return `${randomProgram(dice)}\n${startSource}`;
    case 3: { // parts of two honest ones
      const [left, right] = [pick(honest).split("\n"), pick(honest).split("\n")];
      return [...left.slice(0, dice(left.length)), ...right.slice(dice(right.length))].join("\n");
    }
    case 4: { // words in another order
      const words = pick(honest).split(/\b/);
      for (let swaps = 1 + dice(4); swaps > 0; swaps--) {
        const [from, to] = [dice(words.length), dice(words.length)];
        [words[from], words[to]] = [words[to] ?? "", words[from] ?? ""];
      }
      return words.join("");
    }
    default:
      return mutateText(pick(honest), dice);
  }
}

/** A function `reach` whose body is drawn from the grammar of statements, expressions, patterns and types. */
function growProgram(dice: Dice): string {
  let left = 60;
  const pick = <T>(items: readonly T[]): T => items[dice(items.length)] as T; // below its length
  const name = () =>
    pick(["n", "a", "b", "reach", "step", "await", "yield", "of", "let", "type", "async", "#a"]);
  const some = (make: () => string, separator: string) =>
    Array.from({ length: dice(4) }, make).join(separator);

  const type = (): string =>
    left-- < 0 ? "number" : pick<() => string>([
      () =>
        pick([
          "number",
          "string",
          "any",
          "never",
          "unknown",
          "symbol",
          "this",
          "const",
          "asserts n is 1",
        ]),
      () => `${type()}[]`,
      () => `${type()} | ${type()}`,
      () => `{ readonly ${name()}?: ${type()} }`,
      () => `(${name()}: ${type()}) => ${type()}`,
      () => `${type()} extends infer U ? U : ${type()}`,
      () => `{ [K in ${type()}]+?: ${type()} }`,
      () => `[${name()}: ${type()}, ...${type()}]`,
      () => `typeof ${name()}`,
      () => "`${" + type() + "}`",
    ])();

  const pattern = (): string =>
    left-- < 0 ? name() : pick<() => string>([
      name,
      () => `[${some(pattern, ", ")}]`,
      () => `{ ${name()}: ${pattern()} = ${expression()}, ...${name()} }`,
      () => `[${expression()}]`,
    ])();

  const expression = (): string =>
    left-- < 0 ? name() : pick<() => string>([
      name,
      () =>
        pick([
          "1",
          "0x1_0n",
          "08",
          "1e999",
          "'\\u{110000}'",
          "/[/]\\p{L}(?<a>a)\\k<a>/vgi",
          "/(/",
          "`a`",
          "null",
          "import.meta",
          "new.target",
          "super.a",
        ]),
      () =>
        `${expression()} ${
          pick(["+", "**", "??", "||", "in", "instanceof", ",", "=", ">>>=", "&&=", "<", "as"])
        } ${expression()}`,
      () =>
        `${
          pick(["-", "!", "typeof ", "void ", "delete ", "await ", "yield ", "++", "..."])
        }${expression()}`,
      () => `(${expression()})`,
      () => `${expression()} ? ${expression()} : ${expression()}`,
      () => `${expression()}?.[${expression()}]`,
      () => `${expression()}!.${name()}`,
      () => `${expression()}(${some(expression, ", ")})`,
      () => `new ${expression()}`,
      () =>
        `${pick(["", "async "])}(${some(pattern, ", ")}) => ${
          pick([() => `{ ${block()} }`, expression])()
        }`,
      () =>
        `${pick(["", "async "])}function${pick(["", "*"])} ${name()}(${
          some(pattern, ", ")
        }) { ${block()} }`,
      () => `class ${name()} { ${some(member, " ")} }`,
      () => `{ ${name()}, get ${name()}() { ${block()} }, [${expression()}]: ${expression()} }`,
      () => "`${" + expression() + "}`",
      () => `${expression()} as ${type()}`,
      () => `<${type()}>${expression()}`,
      () => `import(${expression()})`,
    ])();

  const member = (): string =>
    pick<() => string>([
      () =>
        `${
          pick(["static ", "#", "accessor ", "readonly ", "declare ", "abstract ", ""])
        }${name()} = ${expression()};`,
      () =>
        `${pick(["get ", "set ", "async *", "static async ", ""])}${name()}(${
          some(pattern, ", ")
        }) { ${block()} }`,
      () => `static { ${block()} }`,
      () => `@${name()} ${name()}: ${type()};`,
    ])();

  const statement = (): string =>
    left-- < 0 ? ";" : pick<() => string>([
      () => `${expression()};`,
      () =>
        `${
          pick(["const", "let", "var", "using", "await using", "declare const"])
        } ${pattern()}: ${type()} = ${expression()};`,
      () => `if (${expression()}) ${statement()} else { ${block()} }`,
      () =>
        `for (${
          pick([
            "let a = 0; a < 3; a++",
            `const ${pattern()} of ${expression()}`,
            `var ${name()} in ${expression()}`,
          ])
        }) { ${block()} }`,
      () => `while (${expression()}) { ${block()} break; }`,
      () => `${name()}: ${statement()}`,
      () => `switch (${expression()}) { case ${expression()}: ${statement()} default: ${block()} }`,
      () =>
        `try { ${block()} } catch ${
          pick(["", `(${pattern()})`])
        } { ${block()} } finally { ${block()} }`,
      () => `return ${expression()};`,
      () => `throw ${expression()};`,
      () => `${pick(["enum", "const enum"])} ${name()} { ${name()} = ${expression()}, ${name()} }`,
      () => `type ${name()}<T extends ${type()}> = ${type()};`,
      () => `interface ${name()} extends ${type()} { ${name()}(): ${type()} }`,
      () => `namespace ${name()} { export ${statement()} }`,
      () => `import ${name()} from "${name()}";`,
      () =>
        `export ${
          pick(["default ", "", "* as a from 'a'; ", "{ reach as default }; "])
        }${statement()}`,
      () => "debugger;",
      () => "/* " + expression() + " */",
    ])();

  const block = (): string => some(statement, "\n");
  const head = pick([
    "export function reach(n: number): number",
    "export const reach = (n: number): number =>",
  ]);
  return `${some(statement, "\n")}\n${head} {\n${block()}\nreturn ${expression()};\n}\n`;
}
