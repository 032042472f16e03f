/**
 * A trainable leaf of the trace: the only kind of node whose value changes.
 *
 * @module
 */
import { checkDescription, checkName, shared } from "./ambient.ts";
import { issueText, schemaResult } from "./check_schema.ts";
import type { CodeSpec } from "./code_spec.ts";
import { copyValue } from "./copy_value.ts";
import { equalValues } from "./equal_values.ts";
import { declareEntry } from "./function/declare_entry.ts";
import { ParameterError } from "./parameter_error.ts";
import type { Delivery } from "./propagator.ts";
import type { StandardSchema } from "./schema.ts";
import { TraceNode } from "./trace_node.ts";
import { printValue } from "./print_value.ts";
import { bareValue, refusePromises } from "./bare_value.ts";

/** Maps a proposed value to the nearest allowed one. */
export type Projection<T> = (value: T) => T;

/** Options of a parameter. */
export interface ParameterOptions<T> {
  /** Its name, also used in prompts. @default the kind of its value */
  readonly name?: string | undefined;
  /** Its meaning and its sensible values. */
  readonly description?: string | undefined;
  /** The schema of its values; shown to models and enforced at every update. */
  readonly schema?: StandardSchema<T> | undefined;
  /** Applied in order to every proposed value, before the schema. @default [] */
  readonly projections?: readonly Projection<T>[] | undefined;
  /** Set by `trainable` for code parameters. */
  readonly code?: CodeSpec | undefined;
  /** The parameter this one was copied from. */
  readonly copyOf?: TraceNode | undefined;
}

/** The result of checking a proposed value. */
export type Checked<T> =
  | { readonly kind: "accepted"; readonly value: T }
  | { readonly kind: "refused"; readonly reasons: readonly string[] };

/**
 * A leaf that an optimizer may change.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { parameter, type TraceParameter } from "@opto/opto/trace";
 *
 * const count: TraceParameter = parameter<number>(1, { projections: [Math.round] });
 * assertEquals(count.check(2.4), { kind: "accepted", value: 2 });
 * assertEquals(count.data, 1);
 * ```
 */
export class TraceParameter<T = unknown> extends TraceNode<T> {
  /** The schema of its values. */
  readonly schema: StandardSchema<T> | undefined;
  /** Applied by `check`; they accept values of the parameter's own type. */
  readonly projections: readonly ((value: never) => T)[];
  /** For code parameters: turns the text into a program. */
  readonly code: CodeSpec | undefined;
  /** One entry for each backward since the last `zeroFeedback`. */
  readonly feedback: Delivery[] = [];
  #changedAt = 0;

  /** Use `parameter` or `trainable` instead. */
  constructor(value: T, options: ParameterOptions<T> = {}) {
    if (options.name !== undefined) checkName(options.name);
    checkDescription(options.description);
    super("parameter", value, undefined, {
      name: options.name,
      description: options.description,
      copyOf: options.copyOf,
    });
    this.schema = options.schema;
    this.projections = options.projections ?? [];
    this.code = options.code;
    if (this.schema !== undefined || this.projections.length > 0) this.update(value);
  }

  /** The number of the newest node at the last change of its value: nodes up to it were made from older values. */
  get changedAt(): number {
    return this.#changedAt;
  }

  /** Its name; stable from step to step. */
  get name(): string {
    return this.baseName;
  }

  /**
   * Projects a proposed value and checks it by the schema; does not change the parameter.
   *
   * @param value any proposed value
   */
  check(value: unknown): Checked<T> {
    try {
      // Projections expect the parameter's own type; the schema check below catches their results for other types.
      const projected = this.projections.reduce(
        (current, project) => project(current as never),
        this.#declared(bareValue(value, (node) => node.data)) as T,
      );
      return this.#validate(projected);
    } catch (error) {
      return { kind: "refused", reasons: [`a projection failed: ${printValue(error, 200)}`] };
    }
  }

  /**
   * Sets the value, projected and validated. Of nodes it takes the values.
   *
   * @param value the new value
   * @throws {ParameterError} when the schema refuses it; the parameter is unchanged
   * @throws {TypeError} when the value is a promise
   */
  update(value: unknown): void {
    refusePromises(value, `a value of parameter "${this.name}"`);
    const checked = this.updateUnlessRefused(value);
    if (checked.kind === "refused") throw new ParameterError(this.name, value, checked.reasons);
  }

  /** Sets the value as `update` does, unless it is refused. */
  updateUnlessRefused(value: unknown): Checked<T> {
    const checked = this.check(value);
    if (checked.kind === "refused") return checked;
    if (!equalValues(this.peek(), checked.value)) this.#changedAt = shared.nodes;
    this.assign(checked.value);
    return checked;
  }

  /** Replaces the value by another text of the same code, which is no change. */
  rewrite(this: TraceParameter<string>, source: string): void {
    this.assign(source);
  }

  /** Removes all feedback. */
  zeroFeedback(): void {
    this.feedback.length = 0;
  }

  /** Settles when the value is complete: at once, or for code when the author's source has been found. */
  ready(): Promise<void> {
    return this.code?.ready() ?? Promise.resolve();
  }

  /** A copy with its own value, and with the same schema and projections. */
  override detach(): this {
    const copy = new TraceParameter<T>(copyValue(this.peek()), {
      ...this.copyDetails(),
      schema: this.schema,
      projections: this.projections as readonly Projection<T>[],
      code: this.code,
    });
    return copy as this; // it has the operators of its value, as this one does
  }

  /** Code in the form that exports its function by name; another value as it is. */
  #declared(value: unknown): unknown {
    return this.code !== undefined && typeof value === "string"
      ? declareEntry(value, this.code.entry)
      : value;
  }

  #validate(value: T): Checked<T> {
    if (this.code !== undefined && typeof value !== "string") {
      return { kind: "refused", reasons: [`code is text: received ${printValue(value, 80)}`] };
    }
    if (this.schema === undefined) return { kind: "accepted", value };
    const result = schemaResult(this.schema, value);
    if (result === undefined) {
      return {
        kind: "refused",
        reasons: ["its schema validates asynchronously, which is not supported"],
      };
    }
    if (result.issues === undefined) return { kind: "accepted", value: result.value };
    return { kind: "refused", reasons: result.issues.map(issueText) };
  }
}
