/** Run-length encoding with one digit a run. */
import { trainable } from "@opto/opto";
import { debuggingTask } from "../debugging_task.ts";

export default debuggingTask({
  name: "encodeRuns",
  make: () =>
    trainable(function encodeRuns(text: string): string {
      let encoded = "";
      let last = "";
      let count = 0;
      const flush = () => {
        if (count > 1) encoded += `${count}`;
        encoded += last;
      };
      for (const char of text) {
        if (char === last && count <= 9) {
          count++;
          continue;
        }
        flush();
        [last, count] = [char, 0];
      }
      flush();
      return encoded;
    }, {
      description:
        "Each run of equal letters as its length, one digit, and the letter; a single letter stands alone. A run of more than nine is written in parts: nine first, then the rest.",
    }),
  cases: [
    [[""], ""],
    [["a"], "a"],
    [["ab"], "ab"],
    [["aa"], "2a"],
    [["aaab"], "3ab"],
    [["abbb"], "a3b"],
    [["aabbaa"], "2a2b2a"],
    [["a".repeat(9)], "9a"],
    [["a".repeat(10)], "9aa"],
    [["a".repeat(11)], "9a2a"],
    [["xyzzzz"], "xy4z"],
    [["a".repeat(20) + "b"], "9a9a2ab"],
  ],
  heldOut: [
    [["mississippi"], "mi2si2si2pi"],
    [["q".repeat(8) + "r"], "8qr"],
    [["q".repeat(10) + "rr"], "9qq2r"],
    [["q".repeat(18)], "9q9q"],
    [["abc"], "abc"],
    [["zz"], "2z"],
    [["w".repeat(19) + "x".repeat(3)], "9w9ww3x"],
  ],
});
