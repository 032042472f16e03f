/**
 * A method without a model in an experiment that counts steps: its budget is evaluations.
 *
 * @module
 */
import type { Method } from "./experiment.ts";

/** The method, with this many evaluations for each step of the experiment. */
export function perStep(method: Method, evaluations: number): Method {
  return {
    ...method,
    run: (request) =>
      method.run({
        ...request,
        axis: "evaluations",
        points: request.points.map((step) => step * evaluations),
      }),
  };
}
