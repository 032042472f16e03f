/**
 * Parts for tests: a scripted model, the context of an ask, and conformance suites for parts of one's own.
 *
 * @module
 */
import "./install.ts";

export { type ScriptedAnswer, type ScriptedModel, scriptedModel } from "../model/scripted_model.ts";
export { proposeContext } from "../problem/propose_context.ts";
