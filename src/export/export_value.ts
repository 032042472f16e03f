/**
 * Plain data as a TypeScript expression.
 *
 * @module
 */

/** Writes what is no plain data, given its path; undefined when it cannot either. */
export type WriteOther = (value: unknown, path: string) => string | undefined;

/**
 * The value as an expression that makes it anew.
 *
 * @param value anything
 * @param path what a reason names it by
 * @param other writes what is no plain data
 * @param reasons gets a sentence for everything that cannot be written
 */
export function writeValueText(
  value: unknown,
  path: string,
  other: WriteOther,
  reasons: string[],
): string {
  const open: object[] = [];
  return write(value, path);

  function write(item: unknown, at: string): string {
    const special = other(item, at);
    if (special !== undefined) return special;
    if (typeof item === "bigint") return `${item}n`;
    if (typeof item === "string") return JSON.stringify(item);
    if (typeof item === "function" || typeof item === "symbol") {
      return refuse(at, `a ${typeof item}`);
    }
    if (typeof item !== "object" || item === null) return Object.is(item, -0) ? "-0" : String(item);
    if (open.includes(item)) return refuse(at, "a value that holds itself");
    open.push(item);
    const text = container(item, at);
    open.pop();
    return text;
  }

  function container(item: object, at: string): string {
    if (Array.isArray(item)) {
      return `[${item.map((member, i) => write(member, `${at}.${i}`)).join(", ")}]`;
    }
    if (item instanceof Map) return `new Map(${write([...item], at)})`;
    if (item instanceof Set) return `new Set(${write([...item], at)})`;
    if (item instanceof Date) return `new Date(${Number(item)})`;
    const prototype = Object.getPrototypeOf(item);
    if (prototype !== null && prototype !== Object.prototype) {
      return refuse(at, `an instance of ${prototype.constructor?.name ?? "a class"}`);
    }
    const members = Object.entries(item).map(([key, member]) =>
      `${JSON.stringify(key)}: ${write(member, at === "" ? key : `${at}.${key}`)}`
    );
    return members.length === 0 ? "{}" : `{ ${members.join(", ")} }`;
  }

  function refuse(at: string, what: string): string {
    reasons.push(`"${at}" is ${what}, which has no text of its own`);
    return "undefined";
  }
}
