/**
 * Writes a value as a small change of another: `with [2][6] = "O"`.
 *
 * @module
 */
import { valueKind } from "../trace/value.ts";
import { printValue } from "../trace/print_value.ts";

/** Values nested deeper are replaced whole. */
const maxDepth = 20;

/** Items that may be added to the end of a list. */
const maxAdded = 3;

/**
 * The assignments that turn one list, record or string into another: `with [2][6] = "O", .speed = 3`, `followed by "…"` for a
 * longer string; null where there is no such text of at most `maxLength` characters, or nothing changed.
 */
export function valueChange(before: unknown, after: unknown, maxLength: number): string | null {
  if (typeof before === "string" && typeof after === "string") {
    const isLonger = before !== "" && after.length > before.length && after.startsWith(before);
    const added = isLonger ? after.slice(before.length) : "";
    return isLonger && added.length <= maxLength ? `followed by ${JSON.stringify(added)}` : null;
  }
  const changes = new Changes(maxLength);
  if (!changes.compare(before, after, "", 0) || changes.texts.length === 0) return null;
  return `with ${changes.texts.join(", ")}`;
}

/** Collects assignments until they are too long. */
class Changes {
  readonly texts: string[] = [];
  #room: number;

  constructor(maxLength: number) {
    this.#room = maxLength;
  }

  /** Returns false when the change is no small one. */
  compare(before: unknown, after: unknown, path: string, depth: number): boolean {
    if (Object.is(before, after)) return true;
    if (depth < maxDepth && Array.isArray(before) && Array.isArray(after)) {
      const added = after.length - before.length;
      if (added >= 0 && added <= maxAdded) {
        return after.every((item, at) =>
          at < before.length
            ? this.compare(before[at], item, `${path}[${at}]`, depth + 1)
            : this.#assign(`${path}[${at}]`, item)
        );
      }
    } else if (
      depth < maxDepth && valueKind(before) === "record" && valueKind(after) === "record"
    ) {
      const [old, current] = [before as Values, after as Values]; // as: both are records
      if (Object.keys(old).every((key) => Object.hasOwn(current, key))) {
        return Object.keys(current).every((key) => {
          const to = /^[A-Za-z_$][\w$]*$/.test(key) ? `.${key}` : `[${JSON.stringify(key)}]`;
          return Object.hasOwn(old, key)
            ? this.compare(old[key], current[key], `${path}${to}`, depth + 1)
            : this.#assign(`${path}${to}`, current[key]);
        });
      }
    }
    return path !== "" && this.#assign(path, after);
  }

  #assign(path: string, value: unknown): boolean {
    const text = `${path} = ${printValue(value, this.#room + 1, { isBrief: true })}`;
    this.#room -= text.length;
    this.texts.push(text);
    return this.#room >= 0;
  }
}

type Values = Readonly<Record<string, unknown>>;
