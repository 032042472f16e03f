/**
 * An exported module under construction.
 *
 * @module
 */

/** Writes a value as an expression; `path` names it in reasons. */
export type WriteValue = (draft: Draft, value: unknown, path: string) => Promise<string>;

/** Options of a draft. */
export interface DraftOptions {
  /** Values that the agent's functions use from their module, by name. */
  readonly outside: Readonly<Record<string, unknown>>;
  /** URLs of the modules in which the agent's functions may be written. */
  readonly modules: readonly string[];
  /** Reserved names. */
  readonly reserved: Iterable<string>;
  /** Writes values of all kinds. */
  readonly write: WriteValue;
}

/** Collects the parts of a module, with declarations in dependency order. */
export class Draft {
  /** Values that functions use from their module, by name. */
  readonly outside: Readonly<Record<string, unknown>>;
  /** URLs of the modules in which the agent's functions may be written. */
  readonly modules: readonly string[];
  /** Declarations of types, for readers. */
  readonly types: string[] = [];
  /** Names of those. */
  readonly typeNames = new Set<string>();
  /** Import declarations. */
  readonly imports = new Set<string>();
  /** Declarations in text order. */
  readonly declarations: string[] = [];
  /** Names of the library that need a stand-in. */
  readonly library = new Set<string>();
  /** Reasons why the agent cannot be exported, one sentence each. */
  readonly reasons = new Set<string>();
  readonly #write: WriteValue;
  readonly #taken: Set<string>;
  readonly #names = new Map<unknown, string>();

  /** An empty module. */
  constructor({ outside, modules, reserved, write }: DraftOptions) {
    this.outside = outside;
    this.modules = modules;
    this.#write = write;
    this.#taken = new Set([...reserved, ...Object.keys(outside)]);
  }

  /** A value as an expression. @param path its name in error messages */
  write(value: unknown, path: string): Promise<string> {
    return this.#write(this, value, path);
  }

  /** The name of a value that is already declared. */
  nameOf(key: unknown): string | undefined {
    return this.#names.get(key);
  }

  /** Gives a value a free name similar to the requested one. */
  claim(key: unknown, wanted: string): string {
    const stem = wanted.replace(/[^\w$]/g, "_").replace(/^(?=\d)/, "_");
    let name = stem;
    for (let i = 2; this.#taken.has(name); i++) name = `${stem}${i}`;
    this.#taken.add(name);
    this.#names.set(key, name);
    return name;
  }

  /**
   * Reserves names as a module declares them; they keep their spelling. False when the module's are reserved already,
   * or others have one of them, which is a reason against export.
   */
  takes(names: readonly string[], url: string, user: string): boolean {
    const keys = names.map((name) => `${url} ${name}`);
    if (keys.some((key) => this.#names.has(key))) return false;
    const taken = names.find((name) => this.#taken.has(name));
    if (taken !== undefined) {
      this.reasons.add(`${user} uses \`${taken}\`, a name that something else in the export has`);
      return false;
    }
    names.forEach((name, place) => {
      this.#taken.add(name);
      this.#names.set(keys[place], name);
    });
    return true;
  }

  /** Declares, once, a value that functions use from their module. */
  async declareOutside(name: string): Promise<void> {
    const key = `outside ${name}`;
    if (this.#names.has(key)) return;
    this.#names.set(key, name);
    const text = await this.write(this.outside[name], name);
    if (text !== name) this.declarations.push(`const ${name} = ${text};`);
  }
}
