/**
 * Checks that source stands on its own: it sees its arguments, its declarations and standard JavaScript.
 *
 * @module
 */
import type { Unit } from "../trace/code_runner.ts";
import type { Finding } from "./finding.ts";
import { freeVariables } from "./free_variables.ts";
import type { ReadableModule } from "./readable_module.ts";

/** Names that every realm has: those of ECMAScript but for code from text, shared memory and the global object. */
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

/** What would make code that no check has seen. */
const makesCode: ReadonlySet<string> = new Set(["eval", "Function"]);

/**
 * Every name that the source neither declares nor has from the language, at its first use.
 *
 * @param unit whose `uses` are named in the advice
 */
export async function checkFreeVariables(
  unit: Pick<Unit, "uses">,
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
        message: `Cannot use "${name}" here: ${advice(unit, name)}`,
        start,
      }
  );
}

function advice({ uses }: Pick<Unit, "uses">, name: string): string {
  if (Object.hasOwn(uses, name)) return `take it from the first parameter, as in ({ ${name} }, …)`;
  const names = Object.keys(uses);
  const more = names.length > 0 ? ` and, in its first parameter, ${names.join(", ")}` : "";
  return `a function sees its arguments, its own declarations, standard JavaScript${more}`;
}
