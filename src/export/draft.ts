/**
 * An exported module while it is written.
 *
 * @module
 */

/** Writes a value as an expression; `path` names it in reasons. */
export type WriteValue = (draft: Draft, value: unknown, path: string) => Promise<string>;

/** Options of a draft. */
export interface DraftOptions {
  /** Values that the agent's functions use by name from outside. */
  readonly outside: Readonly<Record<string, unknown>>;
  /** Names that no declaration may take. */
  readonly reserved: Iterable<string>;
  /** Writes values of every kind. */
  readonly write: WriteValue;
}

/** Collects the parts of a module, declarations in the order in which they must stand. */
export class Draft {
  /** Values by the names under which functions use them from outside. */
  readonly outside: Readonly<Record<string, unknown>>;
  /** Import declarations. */
  readonly imports = new Set<string>();
  /** Declarations in the order of the text. */
  readonly declarations: string[] = [];
  /** Names of the library that need a stand-in. */
  readonly library = new Set<string>();
  /** Why the agent cannot be exported, one sentence each. */
  readonly reasons = new Set<string>();
  readonly #write: WriteValue;
  readonly #taken: Set<string>;
  readonly #names = new Map<unknown, string>();

  /** An empty module. */
  constructor({ outside, reserved, write }: DraftOptions) {
    this.outside = outside;
    this.#write = write;
    this.#taken = new Set([...reserved, ...Object.keys(outside)]);
  }

  /** A value as an expression. @param path its name in reasons */
  write(value: unknown, path: string): Promise<string> {
    return this.#write(this, value, path);
  }

  /** The name under which something is declared already. */
  nameOf(key: unknown): string | undefined {
    return this.#names.get(key);
  }

  /** Gives something a name that is free, close to the one wanted. */
  claim(key: unknown, wanted: string): string {
    const stem = wanted.replace(/[^\w$]/g, "_").replace(/^(?=\d)/, "_");
    let name = stem;
    for (let i = 2; this.#taken.has(name); i++) name = `${stem}${i}`;
    this.#taken.add(name);
    this.#names.set(key, name);
    return name;
  }

  /** Declares a value that functions use by name from outside, once. */
  async declareOutside(name: string): Promise<void> {
    const key = `outside ${name}`;
    if (this.#names.has(key)) return;
    this.#names.set(key, name);
    const text = await this.write(this.outside[name], name);
    if (text !== name) this.declarations.push(`const ${name} = ${text};`);
  }
}
