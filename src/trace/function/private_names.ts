/**
 * Reads the private members of a class.
 *
 * @module
 */
import { parseExcerpt } from "./parse_javascript.ts";

const known = new WeakMap<CallableFunction, readonly string[]>();

/** The names of the private fields and methods of instances: `#x`; none for what is no class, or cannot be read. */
export function privateNames(constructor: CallableFunction): readonly string[] {
  let names = known.get(constructor);
  if (names === undefined) known.set(constructor, names = readNames(constructor));
  return names;
}

function readNames(constructor: CallableFunction): readonly string[] {
  const text = Function.prototype.toString.call(constructor);
  if (!text.startsWith("class") || !text.includes("#")) return [];
  try {
    const [statement] = parseExcerpt(`(${text}\n)`).body;
    const found = statement?.type === "ExpressionStatement" ? statement.expression : undefined;
    return found?.type !== "ClassExpression"
      ? []
      : found.body.body.flatMap((member) =>
        member.type !== "StaticBlock" && !member.static && member.key.type === "PrivateIdentifier"
          ? [`#${member.key.name}`]
          : []
      );
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof RangeError) return [];
    throw error;
  }
}
