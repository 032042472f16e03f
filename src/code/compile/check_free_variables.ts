/**
 * Checks that source is self-contained: it uses only its arguments, its declarations and standard JavaScript.
 *
 * @module
 */
import type { Finding } from "./finding.ts";
import { freeVariables } from "../free_variables.ts";
import type { ReadableModule } from "./readable_module.ts";

/** Names available in every realm: those of ECMAScript except code from text, shared memory and the global object. */
const standard: ReadonlySet<string> = new Set(
  `undefined NaN Infinity isFinite isNaN parseFloat parseInt console
  decodeURI decodeURIComponent encodeURI encodeURIComponent escape unescape
  Object Boolean Symbol Number BigInt Math Date String RegExp Intl Temporal Iterator JSON Reflect Proxy Promise
  Array Map Set WeakMap WeakSet WeakRef FinalizationRegistry
  ArrayBuffer DataView Int8Array Uint8Array Uint8ClampedArray Int16Array Uint16Array Int32Array Uint32Array
  Float16Array Float32Array Float64Array BigInt64Array BigUint64Array
  Error AggregateError EvalError RangeError ReferenceError SyntaxError TypeError URIError SuppressedError
  DisposableStack AsyncDisposableStack`.split(/\s+/),
);

/** Names that make code from text, which the checks cannot see. */
const makesCode: ReadonlySet<string> = new Set(["eval", "Function"]);

/**
 * Every name that is neither declared in the source nor standard, at its first use.
 *
 * @param uses injected names, for the advice
 */
export async function checkFreeVariables(
  uses: readonly string[],
  module: ReadableModule,
): Promise<readonly Finding[]> {
  const free = await freeVariables(module.program);
  return free.filter(({ name }) => !standard.has(name)).map(({ name, start }) =>
    makesCode.has(name)
      ? {
        stage: "forbidden",
        message: `Cannot use "${name}": code may not be made from text`,
        start,
      }
      : {
        stage: "free-variable",
        message: `Cannot use "${name}" here: ${advice(uses, name)}`,
        start,
      }
  );
}

function advice(uses: readonly string[], name: string): string {
  if (uses.includes(name)) return `take it from the first parameter, as in ({ ${name} }, …)`;
  const more = uses.length > 0 ? ` and, in its first parameter, ${uses.join(", ")}` : "";
  return `a function sees its arguments, its own declarations, standard JavaScript${more}`;
}
