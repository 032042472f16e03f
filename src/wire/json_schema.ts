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

/** How often a path of demands may enter the same part again: more often than the search follows references. */
const maxReturns = 4;

/** Most steps of counting demands. */
const maxSteps = 50_000;

/**
 * A schema of bounded size. References lead to the whole schema or to its definitions, also in circles, and it demands no value of
 * a size that nobody could make. Patterns that the search could not test in a short time are left out; the parameter's own schema decides in any case.
 */
export const readJsonSchema: Read<JsonSchema> = (claim, path) => {
  fieldsOf(claim, path);
  const left = { values: maxValues, chars: maxChars };
  const schema = copied(claim, { path, depth: 0, left }) as JsonSchema; // as: checked above
  refuseReferences(schema, path);
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

/** @throws {TypeError} for a reference that leads neither to the whole schema nor to one of its definitions */
function refuseReferences(part: unknown, path: string): void {
  if (typeof part !== "object" || part === null) return;
  for (const [key, value] of Object.entries(part)) {
    const isReference = key === "$ref" && typeof value === "string" || key === "$dynamicRef";
    if (isReference && (key !== "$ref" || !/^#(?:\/\$defs\/[^/]+)?$/.test(value))) {
      throw refusal(`${path}.${key}`, "# or a reference to a definition of the schema", value);
    }
    refuseReferences(value, path);
  }
}

/**
 * The most parts that a branch of a schema demands: an array of at least 10 arrays of at least 10 has 110. A part that refers to
 * itself is counted to a few levels.
 */
function leastValues(schema: JsonSchema): number {
  const { $defs } = schema;
  const definitions = typeof $defs === "object" && $defs !== null ? $defs as JsonSchema : {}; // as: copied above
  const entered = new Map<string, number>();
  let steps = maxSteps;
  const sum = (parts: readonly unknown[]) => parts.reduce<number>((all, part) => all + of(part), 0);
  const most = (parts: readonly unknown[]) => Math.max(0, ...parts.map(of));
  const listed = (part: unknown) => Array.isArray(part) ? part : [];
  const named = (part: unknown) =>
    typeof part === "object" && part !== null ? Object.values(part) : [];
  const count = (least: unknown) => typeof least === "number" ? Math.max(0, least) : 0;
  function of(part: unknown): number {
    if (typeof part !== "object" || part === null) return 1;
    if (--steps < 0) return maxLeastValues + 1;
    const { $ref, minItems, items, prefixItems, properties, minProperties, anyOf, oneOf, allOf } =
      part as JsonSchema; // as: copied above
    const { additionalProperties } = part as JsonSchema;
    const all = 1 + count(minItems) * of(items) + sum(listed(prefixItems)) +
      sum(named(properties)) + count(minProperties) * of(additionalProperties) +
      sum(listed(allOf)) + most([...listed(anyOf), ...listed(oneOf)]) +
      (typeof $ref === "string" ? ofReference($ref) : 0);
    return Math.min(all, maxLeastValues + 1); // a product stays finite
  }
  function ofReference(reference: string): number {
    const times = entered.get(reference) ?? 0;
    if (times > maxReturns) return 1;
    entered.set(reference, times + 1);
    const name = reference.slice("#/$defs/".length);
    const target = reference === "#"
      ? schema
      : Object.hasOwn(definitions, name)
      ? definitions[name]
      : {};
    const parts = of(target);
    entered.set(reference, times);
    return parts;
  }
  return of(schema);
}
