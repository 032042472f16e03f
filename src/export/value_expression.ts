/**
 * Writes plain data as an expression.
 *
 * @module
 */

/** Writes a value that is not plain data; undefined when that is impossible. */
export type WriteOther = (value: unknown, path: string) => Promise<string | undefined>;

/** Options of writing a value. */
export interface ValueExpressionOptions {
  /** Name of the value in error messages. */
  readonly path: string;
  /** Writes values that are not plain data. */
  readonly other: WriteOther;
  /** Receives a sentence for each value that cannot be written. */
  readonly reasons: Set<string>;
}

/** The value as an expression. */
export async function valueExpression(
  value: unknown,
  options: ValueExpressionOptions,
): Promise<string> {
  return await new ValueWriter(options).write(value, options.path);
}

/** Tracks the enclosing containers, to refuse cyclic values. */
class ValueWriter {
  readonly #open = new Set<object>();
  readonly #options: ValueExpressionOptions;

  constructor(options: ValueExpressionOptions) {
    this.#options = options;
  }

  async write(item: unknown, path: string): Promise<string> {
    const special = await this.#options.other(item, path);
    if (special !== undefined) return special;
    switch (typeof item) {
      case "bigint":
        return `${item}n`;
      case "string":
        return JSON.stringify(item);
      case "function":
      case "symbol":
        return this.#refuse(path, `a ${typeof item}`);
    }
    if (typeof item !== "object" || item === null) return Object.is(item, -0) ? "-0" : String(item);
    if (this.#open.has(item)) return this.#refuse(path, "a value that holds itself");
    this.#open.add(item);
    const text = await this.#container(item, path);
    this.#open.delete(item);
    return text;
  }

  async #container(item: object, path: string): Promise<string> {
    if (Array.isArray(item)) return await this.#list(item, path);
    if (item instanceof Map) return `new Map(${await this.#list([...item], path)})`;
    if (item instanceof Set) return `new Set(${await this.#list([...item], path)})`;
    if (item instanceof Date) return `new Date(${Number(item)})`;
    const prototype = Object.getPrototypeOf(item);
    if (prototype !== null && prototype !== Object.prototype) {
      return this.#refuse(path, `an instance of ${prototype.constructor?.name ?? "a class"}`);
    }
    const members: string[] = [];
    for (const [key, member] of Object.entries(item)) {
      const text = await this.write(member, path === "" ? key : `${path}.${key}`);
      members.push(`${key === "__proto__" ? '["__proto__"]' : JSON.stringify(key)}: ${text}`);
    }
    return members.length === 0 ? "{}" : `{ ${members.join(", ")} }`;
  }

  async #list(items: readonly unknown[], path: string): Promise<string> {
    const texts: string[] = [];
    for (const [index, item] of items.entries()) {
      texts.push(await this.write(item, `${path}.${index}`));
    }
    return `[${texts.join(", ")}]`;
  }

  #refuse(path: string, kind: string): string {
    this.#options.reasons.add(`"${path}" is ${kind}, which has no source text`);
    return "undefined";
  }
}
