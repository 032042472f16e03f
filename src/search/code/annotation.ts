/**
 * Reads the types that an author wrote down into rough shapes.
 *
 * @module
 */
import { boolean, number, type Shape, string, unknown } from "./shape.ts";

/** Shapes of the types a source declares, by name. */
export type Aliases = ReadonlyMap<string, Shape>;

/** The type aliases and interfaces that a source declares; those without a rough shape are left out. */
export function aliasesOf(source: string): Aliases {
  const aliases = new Map<string, Shape>();
  for (const found of source.matchAll(/\b(?:type\s+(\w+)\s*=|interface\s+(\w+)\s*(?=\{))/g)) {
    const name = found[1] ?? found[2];
    const shape = new AnnotationReader(source, found.index + found[0].length, aliases).read();
    if (name && shape.kind !== "unknown") aliases.set(name, shape);
  }
  return aliases;
}

/** The shape annotated at an offset, such as that behind a parameter's name; unknown when there is no `:`. */
export function annotationAt(source: string, offset: number, aliases: Aliases): Shape {
  const colon = /^\s*(\?)?\s*:/.exec(source.slice(offset, offset + 200));
  // What may be left out may be undefined, and arithmetic on it would not pass the type check.
  if (!colon || colon[1]) return unknown;
  return new AnnotationReader(source, offset + colon[0].length, aliases).read();
}

const token =
  /\s*(?:\/\*.*?\*\/\s*|\/\/[^\n]*\n\s*)*([A-Za-z_$][\w$]*|"[^"]*"|'[^']*'|-?\d[\w.]*|=>|.)/sy;

/** A reader by recursive descent; what it does not know comes out as unknown. */
class AnnotationReader {
  readonly #source: string;
  readonly #aliases: Aliases;
  #at: number;

  constructor(source: string, at: number, aliases: Aliases) {
    this.#source = source;
    this.#at = at;
    this.#aliases = aliases;
  }

  /** A whole type: a union of others. */
  read(): Shape {
    this.#take("|");
    const members = [this.#member()];
    while (this.#take("|")) members.push(this.#member());
    if (this.#peek() === "&" || this.#peek() === "=>") return unknown;
    return unite(members);
  }

  #member(): Shape {
    let shape = this.#primary();
    while (this.#peek() === "[") {
      this.#next();
      if (!this.#take("]")) return unknown;
      shape = { kind: "array", item: shape };
    }
    return shape;
  }

  #primary(): Shape {
    const word = this.#next();
    if (word === "number" || /^-?\d/.test(word)) return number;
    if (word === "boolean" || word === "true" || word === "false") return boolean;
    if (word === "string") return string;
    if (/^["']/.test(word)) return { kind: "string", choices: [word.slice(1, -1)] };
    if (word === "readonly") return this.#member();
    if (word === "{") return this.#record();
    if (word === "(") {
      const shape = this.read();
      return this.#take(")") ? shape : unknown;
    }
    if (word === "[") return this.#tuple();
    if (/^(?:Readonly)?Array$/.test(word) && this.#take("<")) {
      const item = this.read();
      return this.#take(">") ? { kind: "array", item } : unknown;
    }
    if (word === "Promise" && this.#take("<")) return this.read();
    if (this.#peek() === "<") return unknown;
    return this.#aliases.get(word) ?? unknown;
  }

  /** A tuple is an array when all its places are alike. */
  #tuple(): Shape {
    const places: Shape[] = [];
    while (!this.#take("]")) {
      places.push(this.read());
      if (!this.#take(",") && this.#peek() !== "]") return unknown;
    }
    return { kind: "array", item: unite(places) };
  }

  #record(): Shape {
    const fields: Record<string, Shape> = {};
    while (!this.#take("}")) {
      this.#take("readonly");
      const name = this.#next();
      const isOptional = this.#take("?");
      if (!/^[A-Za-z_$]/.test(name) || !this.#take(":")) return unknown;
      fields[name] = this.read();
      if (isOptional) fields[name] = unknown;
      if (!this.#take(";")) this.#take(",");
    }
    return { kind: "record", fields };
  }

  #peek(): string {
    token.lastIndex = this.#at;
    return token.exec(this.#source)?.[1] ?? "";
  }

  #next(): string {
    const word = this.#peek();
    if (word) this.#at = token.lastIndex;
    return word;
  }

  #take(word: string): boolean {
    const isNext = this.#peek() === word;
    if (isNext) this.#next();
    return isNext;
  }
}

function unite(members: readonly Shape[]): Shape {
  const [first] = members;
  if (!first || members.some(({ kind }) => kind !== first.kind)) return unknown;
  if (first.kind === "number" || first.kind === "boolean" || members.length === 1) return first;
  if (first.kind !== "string") return unknown;
  const choices = members.flatMap((member) => member.kind === "string" ? member.choices ?? [] : []);
  return choices.length === members.length ? { kind: "string", choices } : string;
}
