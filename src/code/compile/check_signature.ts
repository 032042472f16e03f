/**
 * Checks that a proposed function keeps the head that its callers rely on.
 *
 * @module
 */
import type { CheckedUnit } from "../compiler.ts";
import type { Finding } from "./finding.ts";
import { findFunction, type FunctionShape, type ParameterShape } from "../function_shape.ts";
import type { ReadableModule } from "./readable_module.ts";

/**
 * The entry exists and has the parameters of the original: same number, order and names. A parameter may become
 * optional but not required; a function with a plain result must not become async.
 */
export function checkSignature(
  unit: Pick<CheckedUnit, "entry" | "uses">,
  module: ReadableModule,
  original: ReadableModule,
): readonly Finding[] {
  const found = findFunction(module, unit.entry);
  const declared = findFunction(original, unit.entry);
  if (!found) {
    const expected = declared ? `: it should start with \`${declared.head}\`` : "";
    const message = `Cannot find a top-level function named "${unit.entry}"${expected}`;
    return [{ stage: "entry", message }];
  }
  if (!declared) return [];
  const reason = difference(found, declared, unit.uses.length > 0);
  if (reason) {
    const message = `Cannot use "${oneLine(found.head)}" as ${unit.entry}: ${reason}; ` +
      `it should start with \`${oneLine(declared.head)}\``;
    return [{ stage: "signature", message, start: found.start }];
  }
  return checkInjected(unit.uses, found);
}

function difference(
  found: FunctionShape,
  declared: FunctionShape,
  isFirstFree: boolean,
): string | undefined {
  const count = declared.parameters.length;
  if (found.parameters.length !== count) {
    return `it takes ${found.parameters.length} parameters instead of ${count}`;
  }
  for (const [index, expected] of declared.parameters.entries()) {
    const actual = found.parameters[index];
    if (!actual) break;
    const place = `parameter ${index + 1}`;
    if (
      expected.name !== actual.name && expected.name && actual.name && !(isFirstFree && index === 0)
    ) {
      return `${place} is named "${actual.name}" instead of "${expected.name}"`;
    }
    if (!accepts(actual, expected)) {
      return `${place} is ${actual.kind} instead of ${expected.kind}`;
    }
  }
  if (found.isGenerator !== declared.isGenerator) {
    return found.isGenerator ? "it must not be a generator" : "it must be a generator";
  }
  if (found.isAsync && !declared.isAwaitable) return "it must not be async";
  return undefined;
}

function accepts(actual: ParameterShape, expected: ParameterShape): boolean {
  return actual.kind === expected.kind ||
    (expected.kind === "required" && actual.kind === "optional");
}

/** Every name in the pattern of the first parameter must be injected. */
function checkInjected(uses: readonly string[], found: FunctionShape): readonly Finding[] {
  const pattern = found.parameters[0]?.pattern;
  if (uses.length === 0 || pattern?.type !== "ObjectPattern") return [];
  return pattern.properties.flatMap((property) => {
    if (property.type === "RestElement" || property.key.type !== "Identifier") return [];
    const { name } = property.key;
    if (uses.includes(name)) return [];
    const message = `Cannot take "${name}" from the first parameter: it holds ${uses.join(", ")}`;
    return [{ stage: "signature", message, start: property.start }];
  });
}

function oneLine(head: string): string {
  return head.replace(/\s+/g, " ");
}
