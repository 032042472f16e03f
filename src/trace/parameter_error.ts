/**
 * The error of a refused parameter value.
 *
 * @module
 */
import { OptoError } from "../errors.ts";
import { printValue } from "./print_value.ts";

/** The schema or a projection of a parameter refused a value; the parameter is unchanged. */
export class ParameterError extends OptoError {
  /** Always `parameter`. */
  override readonly code = "parameter";
  /** The parameter's name. */
  readonly parameter: string;
  /** The reasons, one sentence each. */
  readonly reasons: readonly string[];

  /** A refused value. @param parameter its name @param value the refused value @param reasons one sentence each */
  constructor(parameter: string, value: unknown, reasons: readonly string[]) {
    super(
      `Cannot set parameter "${parameter}" to ${printValue(value, 200)}: ${reasons.join("; ")}`,
      { advice: "Give a value that its schema allows." },
    );
    this.parameter = parameter;
    this.reasons = reasons;
  }
}
