/**
 * Checks for constructs that sandboxed functions must not use.
 *
 * These checks save a run and give a model a reason; the sandbox is the security boundary.
 *
 * @module
 */
import type { AnyNode, MemberExpression } from "acorn";
import type { Finding } from "./finding.ts";
import type { ReadableModule } from "./readable_module.ts";
import { walk } from "../walk.ts";

/** Imports at run time, and access to the function constructor. */
export function checkForbidden(module: ReadableModule): readonly Finding[] {
  const findings: Finding[] = [];
  walk(module.program, (node) => {
    const message = reasonAgainst(node);
    const { start } = node.type === "MemberExpression" ? node.property : node;
    if (message) findings.push({ stage: "forbidden", message, start });
  });
  return findings;
}

function reasonAgainst(node: AnyNode): string | undefined {
  switch (node.type) {
    case "ImportExpression":
      return "Cannot import at run time: write an import declaration";
    case "MetaProperty":
      return node.meta.name === "import"
        ? `Cannot use "import.meta": there is no module here`
        : undefined;
    case "MemberExpression": {
      const name = memberName(node);
      if (name === "__proto__") return `Cannot use "__proto__": write Object.getPrototypeOf`;
      const isWalk = name === "constructor" && node.object.type === "MemberExpression" &&
        memberName(node.object) === "constructor";
      return isWalk
        ? `Cannot use "constructor.constructor": code may not be made from text`
        : undefined;
    }
  }
}

function memberName({ property, computed }: MemberExpression): string | undefined {
  if (property.type === "Identifier" && !computed) return property.name;
  return property.type === "Literal" ? String(property.value) : undefined;
}
