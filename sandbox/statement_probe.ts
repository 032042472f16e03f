/**
 * The probe of one unit: one record per statement, with a count and the last value.
 *
 * @module
 */
import { replyLimits } from "./limits.ts";
import type { StatementEvent } from "./protocol.ts";
import { clip, print } from "./print.ts";
import { emptyRecord, quote, toText } from "./primordials.ts";
import { createPrivatePrinter } from "./private_fields.ts";
import type { Probe } from "./probe.ts";
import type { Recorder } from "./recorder.ts";

const { maxStatementsPerUnit, endingStatements, maxLabelChars, maxPrintedValueChars } = replyLimits;

/** A probe and its records. */
export interface StatementProbe {
  readonly probe: Probe;
  /** Moves the records to the recorder. */
  flush(recorder: Recorder): void;
  /** JSON of the locals of the function that first threw the value; undefined for other values. */
  localsOf(thrown: unknown): string | undefined;
}

interface Place {
  readonly line: number;
  readonly kind: StatementEvent["kind"];
  readonly label: string;
  count: number;
  value: unknown;
  isPrinted: boolean;
  /** The next place on the same line; a linked list, because a loop looks up a place in each iteration. */
  sameLine: Place | undefined;
  /** The next place in the order of execution. */
  following: Place | undefined;
}

/**
 * Makes a probe.
 *
 * @param unit id of the unit
 */
export function createStatementProbe(unit: string): StatementProbe {
  let byLine = emptyRecord<Place>();
  let first: Place | undefined;
  let newest: Place | undefined;
  let placeCount = 0;
  let isFull = false;
  let thrownLast: unknown = undefined;
  let locals: string | undefined;
  const printer = createPrivatePrinter();

  function note(line: number, kind: Place["kind"], label: string, value: unknown): void {
    let place = byLine[line];
    while (place !== undefined && (place.label !== label || place.kind !== kind)) {
      place = place.sameLine;
    }
    if (place === undefined) {
      const isEnding = kind === "return" || kind === "throw" || kind === "catch";
      if (placeCount >= maxStatementsPerUnit - (isEnding ? 0 : endingStatements)) {
        isFull = true;
        return;
      }
      placeCount++;
      place = {
        line,
        kind,
        label,
        count: 0,
        value,
        isPrinted: false,
        sameLine: byLine[line],
        following: undefined,
      };
      byLine[line] = place;
      if (newest === undefined) first = place;
      else newest.following = place;
      newest = place;
    }
    place.count++;
    // Objects may change later, so they are printed now.
    place.isPrinted = typeof value === "object" && value !== null;
    place.value = place.isPrinted ? printer.print(value) : value;
  }

  return {
    probe: {
      assign(line, label, value) {
        note(line, "assign", label, value);
        return value;
      },
      changed(line, label, result, object) {
        note(line, "assign", label, object);
        return result;
      },
      branch(line, label) {
        note(line, "branch", label, noValue);
      },
      loop(line, label) {
        note(line, "loop", label, noValue);
      },
      returns(line, label, value) {
        note(line, "return", label, value);
        return value;
      },
      catches(line, label, error) {
        note(line, "catch", label, error);
      },
      fields(place, read) {
        printer.add(place, read);
      },
      throws(line, label, error, readLocals) {
        if (locals !== undefined && error === thrownLast) return;
        note(line, "throw", label, error);
        thrownLast = error;
        locals = printer.printLocals(readLocals);
      },
    },
    flush(recorder) {
      if (placeCount === 0) return;
      for (let place = first; place !== undefined; place = place.following) {
        recorder.statement(textOf(unit, place));
      }
      if (isFull) recorder.truncate();
      byLine = emptyRecord();
      first = newest = undefined;
      placeCount = 0;
      isFull = false;
      thrownLast = locals = undefined;
    },
    localsOf(thrown) {
      return locals !== undefined && thrown === thrownLast ? locals : undefined;
    },
  };
}

/** The value of a branch or a loop, which have no value. */
const noValue = {};

function textOf(unit: string, { line, kind, label, count, value, isPrinted }: Place): string {
  const printed = isPrinted ? toText(value) : print(value, maxPrintedValueChars);
  const hasValue = kind !== "branch" && kind !== "loop";
  return `{"unit":${quote(unit)},"line":${line >>> 0 || 1},"kind":"${kind}",` +
    `"label":${quote(clip(label, maxLabelChars))},` +
    `${hasValue ? `"value":${quote(printed)},` : ""}"count":${count}}`;
}
