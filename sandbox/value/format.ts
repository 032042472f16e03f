/**
 * The encoding of values: JSON, and tagged records for values that JSON lacks. Types only.
 *
 * Strings, finite numbers except -0, booleans, null, arrays and plain records are plain JSON. Every other
 * value is a record whose key `$` names its kind:
 *
 * | value                          | written as                                                                   |
 * | ------------------------------ | ---------------------------------------------------------------------------- |
 * | `undefined`                    | `{ "$": "undefined" }`                                                       |
 * | a hole of an array             | `{ "$": "hole" }`, as an item of an array only                               |
 * | NaN, Infinity, -Infinity, -0   | `{ "$": "number", "text": "NaN" }`                                           |
 * | a bigint                       | `{ "$": "bigint", "text": "-12" }`                                           |
 * | a registered symbol            | `{ "$": "symbol", "key": "name" }`                                           |
 * | a record with a key `$`        | `{ "$": "record", "fields": { … } }`                                         |
 * | a record without a prototype   | `{ "$": "bare", "fields": { … } }`                                           |
 * | a Map                          | `{ "$": "map", "entries": [[key, value], …] }`                               |
 * | a Set                          | `{ "$": "set", "items": [ … ] }`                                             |
 * | a Date                         | `{ "$": "date", "time": 1e12 }`, null for an invalid one                     |
 * | a RegExp                       | `{ "$": "regexp", "source": "a+", "flags": "gi" }`                           |
 * | a typed array, an ArrayBuffer  | `{ "$": "bytes", "type": "Uint8Array", "base64": "…" }`                      |
 * | an Error                       | `{ "$": "error", "name": "TypeError", "message"?, "cause"?, "fields"? }`     |
 * | an object written before       | `{ "$": "ref", "to": 3 }`: the number of that object, in the order of writing |
 * | a value that cannot be written | `{ "$": "preview", "type": "function", "text": "…" }`                        |
 *
 * Objects are numbered from 0 in the order in which their text begins; references and previews are not numbered.
 *
 * @module
 */

/** Any JSON value. */
export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/** Names of the kinds of tagged records. */
export type Tag =
  | "undefined"
  | "hole"
  | "number"
  | "bigint"
  | "symbol"
  | "record"
  | "bare"
  | "map"
  | "set"
  | "date"
  | "regexp"
  | "bytes"
  | "error"
  | "ref"
  | "preview";
