import { assert, assertThrows } from "@std/assert";
import { foreignRecorder } from "../../sandbox/foreign_recorder.ts";

Deno.test("foreignRecorder() lets no error of the other realm through", () => {
  const foreign = new RangeError("Maximum call stack size exceeded");
  const fail = () => {
    throw foreign;
  };
  const recorder = foreignRecorder({
    line: fail,
    count: fail,
    begin: fail,
    leave: fail,
    end: fail,
    statement: fail,
    truncate: fail,
  });
  for (
    const act of [
      () => recorder.line("log", "x"),
      () => recorder.count("x", 1),
      () => recorder.begin("tool", "x", "[]"),
      () => recorder.leave(0),
      () => recorder.end(0, ""),
      () => recorder.statement(""),
      () => recorder.truncate(),
    ]
  ) {
    assert(assertThrows(act, RangeError) !== foreign);
  }
});
