/**
 * Agents as classes: parameters as fields, and a `forward` method that uses them.
 *
 * @module
 */
import { copyAgent } from "./copy_module.ts";
import { findParameters, moduleBrand } from "./find_parameters.ts";
import {
  type LoadOptions,
  loadParameters,
  type ModuleData,
  saveParameters,
} from "./module_data.ts";
import type { MaybeNode, Node, ParameterNode } from "../node_type.ts";

/** The result of `forward`: a value or a node, or a promise of one. */
export type Forwarded<T> = T | Node<T> | Promise<T | Node<T>>;

/**
 * An agent whose parameters are found through its fields.
 *
 * Copies keep public fields; a class with `#private` ones cannot be copied.
 *
 * @example
 * ```ts
 * import { type MaybeNode, Module, ops, parameter } from "@opto/opto";
 * class Line extends Module<number, number> {
 *   slope = parameter(2);
 *   offset = parameter(1);
 *   forward(x: MaybeNode<number>) {
 *     return ops.mul(x, this.slope).add(this.offset);
 *   }
 * }
 * const line = new Line();
 * console.log(line.forward(3).data, [...line.parameters().keys()]); // 7 [ "slope", "offset" ]
 * ```
 */
export abstract class Module<In = unknown, Result = unknown> {
  /** Always true; brands modules across copies of the library. */
  get [moduleBrand](): true {
    return true;
  }

  /**
   * Computes the output; implemented by the subclass.
   *
   * @param input a value or a node
   */
  abstract forward(input: MaybeNode<In>): Forwarded<Result>;

  /**
   * Runs `forward`.
   *
   * @param input a value or a node
   */
  call(input: MaybeNode<In>): ReturnType<this["forward"]> {
    return this.forward(input) as ReturnType<this["forward"]>; // the result type that the subclass declares
  }

  /**
   * The parameters by path: `reason`, `nested.act`, `list.0`; each once, nearest first.
   *
   * Searches the fields of this and of nested modules, arrays, plain records, maps with their keys, sets, and the
   * uses of trainable and sandboxed functions. Does not search `#private` fields, getters, closures or other
   * objects.
   */
  parameters(): ReadonlyMap<string, ParameterNode> {
    return findParameters(this);
  }

  /** Settles when the source of every code parameter has been found. */
  async ready(): Promise<void> {
    await Promise.all([...this.parameters().values()].map((parameter) => parameter.ready()));
  }

  /** A copy that shares the parameters. */
  copy(): this {
    return copyAgent<this>(this, { parameters: "shared" });
  }

  /** A copy with its own parameters and trainable functions. */
  deepCopy(): this {
    return copyAgent<this>(this, { parameters: "copied" });
  }

  /** The values of all parameters as data. @throws {TypeError} when a value cannot be encoded exactly */
  toJSON(): ModuleData {
    return saveParameters(this.parameters());
  }

  /** The values of all parameters as JSON text. @throws {TypeError} when a value cannot be encoded exactly */
  save(): string {
    return JSON.stringify(this, null, 2);
  }

  /**
   * Sets all parameters from the result of `save` or `toJSON`, or from `best/parameters.json` of a run; sets none when
   * anything does not fit. Runs no code from it.
   *
   * @param saved text or data
   * @throws {SyntaxError} when the text is not JSON
   * @throws {ModuleDataError} when the data does not fit, with the missing and extra paths
   */
  load(
    saved: string | ModuleData | Readonly<Record<string, unknown>>,
    options: LoadOptions = {},
  ): void {
    loadParameters(
      this.parameters(),
      typeof saved === "string" ? JSON.parse(saved) : saved,
      options,
    );
  }
}
