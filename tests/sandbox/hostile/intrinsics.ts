/**
 * A text that names all globals and what hangs on them, to see whether anything was changed.
 *
 * @module
 */

/** The function's text also runs inside realms, so it uses nothing from outside. */
export function describeIntrinsics(): string {
  const lines: string[] = [];
  const seen = new Set<object>();
  function visit(path: string, value: unknown, depth: number): void {
    if ((typeof value !== "object" && typeof value !== "function") || value === null) return;
    if (seen.has(value) || depth > 3) return;
    seen.add(value);
    for (const key of Reflect.ownKeys(value)) {
      const place = `${path}.${String(key)}`;
      const property = Object.getOwnPropertyDescriptor(value, key);
      const parts = property ? [property.value, property.get, property.set] : [];
      lines.push(`${place} ${parts.map((part) => typeof part).join()}`);
      for (const part of parts) visit(place, part, depth + 1);
    }
    visit(`${path}.[[Prototype]]`, Object.getPrototypeOf(value), depth + 1);
  }
  const names = [
    ...[
      "Object",
      "Function",
      "Array",
      "Number",
      "Boolean",
      "String",
      "Symbol",
      "Promise",
      "RegExp",
    ],
    ...["Error", "TypeError", "RangeError", "JSON", "Math", "Reflect", "Map", "Set", "WeakMap"],
    ...["Proxy", "Date", "ArrayBuffer", "Uint8Array", "Iterator", "BigInt"],
  ];
  lines.push(Object.getOwnPropertyNames(globalThis).sort().join());
  for (const name of names) visit(name, (globalThis as Record<string, unknown>)[name], 0);
  return lines.join("\n");
}
