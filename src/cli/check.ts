/**
 * The result of one check of `doctor`. Types only.
 *
 * @module
 */
import type { ProbeResult } from "../code/sandbox/probes/probe.ts";

/** Result of one check. */
export interface Check {
  readonly name: string;
  /** `missing`: a limit that this machine does not enforce. */
  readonly outcome: "ok" | "missing" | "failed" | "skipped";
  /** One line on the result. */
  readonly detail: string;
  /** The probe, when the check was an attack on the sandbox. */
  readonly probe?: ProbeResult;
}
