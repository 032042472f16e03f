/**
 * Prints values of one unit with the private fields of its classes.
 *
 * @module
 */
import { replyLimits } from "./limits.ts";
import { clip, print } from "./print.ts";
import { emptyRecord, objectKeys, quote } from "./primordials.ts";
import type { PrivateFields } from "./probe.ts";

const { maxPrivateClasses, maxLabelChars, maxPrintedValueChars, maxLocals } = replyLimits;

/** A printer that learns the private fields of classes. */
export interface PrivatePrinter {
  /** Registers the reader of a class. */
  add(place: number, read: PrivateFields): void;
  /** A value as bounded text. */
  print(value: unknown): string;
  /** Locals as JSON: bounded texts by name. A local that is not initialised yet ends them. */
  printLocals(read: () => Record<string, unknown>): string;
}

/** Makes a printer that knows no class yet. */
export function createPrivatePrinter(): PrivatePrinter {
  const readers = emptyRecord<PrivateFields>();

  /** The private fields of an object, of all its classes; undefined when it has none. */
  function fieldsOf(object: object): Record<string, unknown> | undefined {
    let found: Record<string, unknown> | undefined;
    for (let place = 0; place < maxPrivateClasses; place++) {
      const read = readers[place];
      if (read === undefined) continue;
      const fields = read(object);
      const names = objectKeys(fields);
      for (let index = 0; index < names.length; index++) {
        const name = names[index] as string; // below its length
        (found ??= emptyRecord())[name] = fields[name];
      }
    }
    return found;
  }

  function printed(value: unknown): string {
    return print(value, maxPrintedValueChars, fieldsOf);
  }

  return {
    add(place, read) {
      if (place >= 0 && place < maxPrivateClasses) readers[place] = read;
    },
    print: printed,
    printLocals(read) {
      let text = "";
      try {
        const locals = read();
        const names = objectKeys(locals);
        for (let index = 0; index < names.length && index < maxLocals; index++) {
          const name = names[index] as string; // below its length
          text += `${index === 0 ? "" : ","}${quote(clip(name, maxLabelChars))}:${
            quote(printed(locals[name]))
          }`;
        }
      } catch { /* not initialised yet */ }
      return `{${text}}`;
    },
  };
}
