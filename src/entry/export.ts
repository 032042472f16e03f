/**
 * Export of an agent as a module that runs without Opto.
 *
 * @example
 * ```ts
 * import { assertStringIncludes } from "@std/assert";
 * import { trainable } from "@opto/opto";
 * import { exportModule } from "@opto/opto/export";
 *
 * const double = trainable(function double(n: number): number {
 *   return 2 * n;
 * });
 * assertStringIncludes(await exportModule(double), "function double");
 * ```
 *
 * @module
 */
import "./install_host_services.ts";

export { ExportError } from "../export/export_error.ts";
export { exportModule, type ExportOptions } from "../export/export_module.ts";
