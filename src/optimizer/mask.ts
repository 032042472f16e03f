/**
 * Masks: sections that a prompt leaves out, by their names in lower case.
 *
 * @module
 */
import { UsageError } from "../errors.ts";
import { type SectionName, sectionNames, traceSections } from "./problem_view.ts";

/** A section of a prompt in lower case; `graph` for all sections of the trace. */
export type MaskName = "graph" | Lowercase<SectionName>;

const sectionsOf: ReadonlyMap<string, readonly SectionName[]> = new Map([
  ["graph", traceSections],
  ...sectionNames.map((name) => [name.toLowerCase(), [name]] as const),
]);

/**
 * The sections that a mask leaves out.
 *
 * @throws {UsageError} when a name is unknown
 *
 * @example
 * ```ts
 * import { maskedSections } from "./mask.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(maskedSections(["inside", "history"]), ["Inside", "History"]);
 * ```
 */
export function maskedSections(mask: readonly string[]): readonly SectionName[] {
  return mask.flatMap((name) => {
    const sections = sectionsOf.get(name);
    if (sections !== undefined) return sections;
    throw new UsageError(
      `Cannot mask "${name}" as a section of a prompt: received none of ${
        [...sectionsOf.keys()].join(", ")
      }`,
      { advice: "Name one or more of them; graph stands for all sections of the trace." },
    );
  });
}

/**
 * The mask in a text, with commas between the names.
 *
 * @throws {UsageError} when a name is unknown
 */
export function maskIn(text: string): readonly MaskName[] {
  const mask = text.split(",").map((name) => name.trim());
  maskedSections(mask);
  return mask as readonly MaskName[]; // as: an unknown name has thrown
}
