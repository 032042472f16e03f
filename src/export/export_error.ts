/**
 * The error of an agent that cannot be exported.
 *
 * @module
 */
import { OptoError } from "../errors.ts";

/**
 * Thrown when an agent cannot be written as a module that stands alone.
 *
 * @example
 * ```ts
 * import { assertEquals, assertRejects } from "@std/assert";
 * import { ExportError, exportModule } from "@opto/opto/export";
 *
 * const agent = { native: Math.sqrt, forward: (x: number) => x };
 * const error = await assertRejects(() => exportModule(agent), ExportError);
 * assertEquals(error.reasons, ['"native" is a function of the engine or a bound one']);
 * ```
 */
export class ExportError extends OptoError {
  /** Always `export`. */
  override readonly code = "export";
  /** Why not, one sentence each. */
  readonly reasons: readonly string[];

  /** An agent that cannot be exported. @param reasons one sentence each */
  constructor(reasons: readonly string[]) {
    super(`Cannot export the agent as a module of its own: ${reasons.join("; ")}`, {
      advice: "Keep all that the agent uses in its fields, or give it to the export as `outside`.",
    });
    this.reasons = reasons;
  }
}
