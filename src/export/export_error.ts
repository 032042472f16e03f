/**
 * The error for an agent that cannot be exported.
 *
 * @module
 */
import { OptoError } from "../errors.ts";

/** An agent cannot be written as a standalone module. */
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
