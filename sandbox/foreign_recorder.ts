/**
 * The recorder of another realm, made safe to call: its errors never reach this realm.
 *
 * It throws only where the stack is full. But a candidate controls the depth of the stack, and an error made in the
 * other realm would lead to the prototypes there.
 *
 * @module
 */
import { RangeErrorConstructor } from "./primordials.ts";
import type { Recorder } from "./recorder.ts";

/** Guards a recorder. @param recorder of another realm */
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
