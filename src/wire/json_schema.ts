/**
 * Checks the JSON Schema of a parameter of unknown origin, so that search and prompts may read it.
 *
 * @module
 */
import { fieldsOf, type Read, refusal } from "./shape.ts";

/** A JSON Schema as data. */
export type JsonSchema = Readonly<Record<string, unknown>>;

/** Most values of a schema, nested ones included, and deepest level. */
const maxValues = 5_000;
const maxDepth = 48;

/** Characters of all its texts. */
const maxChars = 100_000;

/** Fewest items or characters that a schema may demand: the search makes such values. */
const maxLeast = 1_000;

/** Fewest parts, nested ones included, that a schema may demand of any of its branches. */
const maxLeastValues = 10_000;

/**
 * A schema of bounded size. References lead to its own parts and in no circle, and it demands no value of a size that nobody
 * could make. Patterns that the search could not test in a short time are left out; the parameter's own schema decides in any case.
 */
export const readJsonSchema: Read<JsonSchema> = (claim, path) => {
  fieldsOf(claim, path);
  const left = { values: maxValues, chars: maxChars };
  const schema = copied(claim, { path, depth: 0, left }) as JsonSchema; // as: checked above
  refuseCircles(schema, path);
  if (leastValues(schema) > maxLeastValues) {
    throw refusal(path, `a schema whose values may have at most ${maxLeastValues} parts`, "more");
  }
  return schema;
};

interface Copying {
  readonly path: string;
  readonly depth: number;
  /** Shared by the whole schema. */
  readonly left: { values: number; chars: number };
}

function copied(claim: unknown, { path, depth, left }: Copying): unknown {
  if (--left.values < 0) throw refusal(path, `a schema of at most ${maxValues} values`, "more");
  if (depth > maxDepth) throw refusal(path, `a schema at most ${maxDepth} levels deep`, "more");
  if (typeof claim === "string") return spent(claim, path, left);
  if (typeof claim === "number" || typeof claim === "boolean" || claim === null) return claim;
  const below = { depth: depth + 1, left };
  if (Array.isArray(claim)) {
    return claim.map((item, place) => copied(item, { path: `${path}[${place}]`, ...below }));
  }
  const entries: [string, unknown][] = [];
  for (const [key, value] of Object.entries(fieldsOf(claim, path))) {
    const at = `${path}.${spent(key, path, left)}`;
    if (key === "__proto__") throw refusal(path, "a schema", key);
    if (isLeast(key) && typeof value === "number" && value > maxLeast) {
      throw refusal(at, `at most ${maxLeast}`, value);
    }
    if (key === "pattern" && typeof value === "string" && !isQuick(value)) continue;
    entries.push([key, copied(value, { path: at, ...below })]);
  }
  return Object.fromEntries(entries);
}

function spent(given: string, path: string, left: Copying["left"]): string {
  left.chars -= given.length;
  if (left.chars < 0) throw refusal(path, `a schema of at most ${maxChars} characters`, "more");
  return given;
}

function isLeast(key: string): boolean {
  return key === "minItems" || key === "minLength" || key === "minProperties" ||
    key === "minContains";
}

/**
 * Whether a pattern takes no more than quadratic time and little memory: no groups, references and look-arounds, at most one
 * repetition without an end, and short ones besides.
 */
function isQuick(pattern: string): boolean {
  if (pattern.length > 100 || /[()|]|\\[^dswDSWnrt.^$*+?()[\]{}|/\\-]/.test(pattern)) return false;
  const bare = pattern.replace(/\\./g, "x").replace(/\[[^\]]*\]/g, "x");
  const endless = bare.match(/[*+]|\{\d+,\}/g) ?? [];
  const counts = bare.match(/\{[^}]*\}/g) ?? [];
  return endless.length <= 1 && counts.length <= 4 &&
    counts.every((count) => /^\{\d{1,2}(?:,\d{0,2})?\}$/.test(count));
}

/** @throws {TypeError} when a definition refers to itself, also by others */
function refuseCircles(schema: JsonSchema, path: string): void {
  const { $defs } = schema;
  const definitions = typeof $defs === "object" && $defs !== null ? Object.entries($defs) : [];
  const references = new Map(definitions.map(([name, part]) => [name, referencesIn(part)]));
  const done = new Set<string>();
  const visit = (name: string, above: ReadonlySet<string>): void => {
    if (above.has(name)) {
      throw refusal(path, "a schema without circles", `one where "${name}" refers to itself`);
    }
    if (done.has(name)) return;
    const within = new Set([...above, name]);
    for (const next of references.get(name) ?? []) visit(next, within);
    done.add(name);
  };
  const { $defs: _definitions, ...rest } = schema;
  for (const name of [...referencesIn(rest), ...references.keys()]) visit(name, new Set());
}

/** Names of the definitions that a part refers to. @throws {TypeError} for references of another form */
function referencesIn(part: unknown): readonly string[] {
  if (typeof part !== "object" || part === null) return [];
  return Object.entries(part).flatMap(([key, value]) => {
    if (key === "$dynamicRef" || key === "$ref") {
      const name = typeof value === "string" ? /^#\/\$defs\/([^/]+)$/.exec(value)?.[1] : undefined;
      if (name === undefined || key !== "$ref") {
        throw refusal(`jsonSchema.${key}`, "a reference to a definition of the schema", value);
      }
      return [name];
    }
    return referencesIn(value);
  });
}

/** The most parts that a branch of a schema without circles demands: an array of at least 10 arrays of at least 10 has 110. */
function leastValues(schema: JsonSchema): number {
  const { $defs } = schema;
  const definitions = typeof $defs === "object" && $defs !== null ? $defs as JsonSchema : {}; // as: copied above
  const known = new Map<string, number>();
  const sum = (parts: readonly unknown[]) => parts.reduce<number>((all, part) => all + of(part), 0);
  const most = (parts: readonly unknown[]) => Math.max(0, ...parts.map(of));
  const listed = (part: unknown) => Array.isArray(part) ? part : [];
  const named = (part: unknown) =>
    typeof part === "object" && part !== null ? Object.values(part) : [];
  const count = (least: unknown) => typeof least === "number" ? Math.max(0, least) : 0;
  function of(part: unknown): number {
    if (typeof part !== "object" || part === null) return 1;
    const { $ref, minItems, items, prefixItems, properties, minProperties, anyOf, oneOf, allOf } =
      part as JsonSchema; // as: copied above
    const { additionalProperties } = part as JsonSchema;
    const all = 1 + count(minItems) * of(items) + sum(listed(prefixItems)) +
      sum(named(properties)) + count(minProperties) * of(additionalProperties) +
      sum(listed(allOf)) + most([...listed(anyOf), ...listed(oneOf)]) +
      (typeof $ref === "string" ? ofDefinition($ref.slice("#/$defs/".length)) : 0);
    return Math.min(all, maxLeastValues + 1); // a product stays finite
  }
  function ofDefinition(name: string): number {
    const found = known.get(name) ?? of(Object.hasOwn(definitions, name) ? definitions[name] : {});
    known.set(name, found);
    return found;
  }
  return of(schema);
}
