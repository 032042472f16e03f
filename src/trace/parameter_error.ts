/**
 * The error of a refused parameter value.
 *
 * @module
 */
import { OptoError } from "../errors.ts";
import { printValue } from "./print_value.ts";

/**
 * The schema or a projection of a parameter refused a value; the parameter is unchanged.
 *
 * @example
 * ```ts
 * import { assertEquals, assertThrows } from "@std/assert";
 * import { parameter, ParameterError } from "@opto/opto/trace";
 * import { z } from "zod";
 *
 * const step = parameter(0.5, { name: "step", schema: z.number().max(1) });
 * const error = assertThrows(() => step.update(2), ParameterError);
 * assertEquals([error.parameter, step.data], ["step", 0.5]);
 * ```
 */
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
