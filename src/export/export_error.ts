/**
 * The error for an agent that cannot be exported.
 *
 * @module
 */
import { OptoError } from "../errors.ts";

/**
 * An agent cannot be written as a standalone module.
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
  /** The reasons, one sentence each. */
  readonly reasons: readonly string[];

  /** An agent that cannot be exported. @param reasons one sentence each */
  constructor(reasons: readonly string[]) {
    super(`Cannot export the agent as a standalone module: ${reasons.join("; ")}`, {
      advice:
        "Put everything that the agent uses into its fields, or pass it to the export as `outside`.",
    });
    this.reasons = reasons;
  }
}
