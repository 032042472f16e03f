/**
 * Wraps the recorder of another realm so that its errors never reach this realm.
 *
 * The recorder throws only on a full stack. A candidate can cause that, and an error of the other realm would
 * expose the prototypes there.
 *
 * @module
 */
import { RangeErrorConstructor } from "./primordials.ts";
import type { Recorder } from "./recorder.ts";

/** Wraps a recorder. @param recorder a recorder of another realm */
export function foreignRecorder(recorder: Recorder): Recorder {
  function guard<Result>(act: () => Result): Result {
    try {
      return act();
    } catch {
      throw new RangeErrorConstructor("Maximum call stack size exceeded");
    }
  }

  return {
    line: (level, text) => guard(() => recorder.line(level, text)),
    count: (callee, calls) => guard(() => recorder.count(callee, calls)),
    begin: (kind, callee, args) => guard(() => recorder.begin(kind, callee, args)),
    leave: (id) => guard(() => recorder.leave(id)),
    end: (id, field) => guard(() => recorder.end(id, field)),
    statement: (text) => guard(() => recorder.statement(text)),
    truncate: () => guard(() => recorder.truncate()),
  };
}
