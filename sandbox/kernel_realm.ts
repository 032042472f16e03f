/**
 * The kernel's side of one realm: its vm context, and evaluations in it under a time limit.
 *
 * @module
 */
import vm from "node:vm";
import { CompiledBodies } from "./compiled_bodies.ts";
import { isError } from "./primordials.ts";
import { type OpenedRealm, type openRealm, type RealmControl, trigger } from "./realm.ts";
import type { Body } from "./realm_units.ts";
import type { RealmSettings } from "./wire.ts";

/** The outcome of an evaluation. */
export type Evaluation =
  | { readonly kind: "done"; readonly text: string }
  | { readonly kind: "timeout" }
  /** The realm's trusted code failed. */
  | { readonly kind: "broken" };

const triggerScript = new vm.Script(`${trigger}()`, { filename: "opto:trigger" });

/** Marks a crossing result whose value waits as text; candidates cannot access it. */
const mark = Symbol("mark");

/** One vm context with the trusted code of a realm. */
export class RealmContext {
  readonly #context: vm.Context;
  readonly #realm: OpenedRealm;
  /** Set for a context that can be used again. */
  readonly #bodies: CompiledBodies | undefined;

  /**
   * @param script the bundle of `realm.ts`; its completion value is the exports
   * @param settings of the realm @param isFrozen whether it can be used again, by this program and by others
   */
  constructor(script: vm.Script, settings: RealmSettings, isFrozen: boolean) {
    this.#bodies = isFrozen ? new CompiledBodies() : undefined;
    this.#context = vm.createContext(vm.constants.DONT_CONTEXTIFY as never, { // newer than the types
      codeGeneration: { strings: false, wasm: false },
      microtaskMode: "afterEvaluate",
    });
    const exports = script.runInContext(this.#context) as { openRealm: typeof openRealm };
    this.#realm = exports.openRealm(JSON.stringify(settings), mark, isFrozen);
  }

  /** The realm for one more program. */
  openProgram(): RealmControl {
    return this.#realm.openProgram();
  }

  /** The compiled body of a function; runs no code. */
  compile(code: string, parameters: readonly string[], filename: string): Body {
    const compile = () =>
      vm.compileFunction(code, [...parameters], {
        parsingContext: this.#context,
        filename,
      }) as Body;
    const bodies = this.#bodies;
    return bodies === undefined
      ? compile()
      : bodies.get(`${filename} ${parameters} ${code}`, compile);
  }

  /** Runs the armed step and the microtasks after it. @returns what the step returns */
  evaluate(options: { readonly timeout: number } | undefined): unknown {
    return triggerScript.runInContext(this.#context, options);
  }
}

/** One realm of a program. */
export class KernelRealm {
  readonly control: RealmControl;
  readonly #context: RealmContext;

  /** @param context of the realm */
  constructor(context: RealmContext) {
    this.#context = context;
    this.control = context.openProgram();
  }

  /** Compiles the body of a function of this realm; runs no code. */
  compile(code: string, parameters: readonly string[], filename: string): Body {
    return this.#context.compile(code, parameters, filename);
  }

  /**
   * Runs the armed step and the microtasks after it.
   *
   * @param limitMs Infinity leaves the limit to the host, which kills the process
   */
  evaluate(limitMs: number): Evaluation {
    const options = limitMs === Infinity ? undefined : { timeout: Math.max(1, Math.ceil(limitMs)) };
    try {
      const text = this.#context.evaluate(options);
      return { kind: "done", text: typeof text === "string" ? text : "" };
    } catch (error) {
      return { kind: isTimeout(error) ? "timeout" : "broken" };
    }
  }
}

/** Reads only own data properties of the error, an object of the realm, so no code of the realm runs. */
function isTimeout(error: unknown): boolean {
  return isError(error) &&
    Object.getOwnPropertyDescriptor(error as Error, "code")?.value ===
      "ERR_SCRIPT_EXECUTION_TIMEOUT";
}
