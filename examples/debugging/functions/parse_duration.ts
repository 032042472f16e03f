/** A duration in seconds from text. */
import { trainable } from "@opto/opto";
import { debuggingTask } from "../debugging_task.ts";

export default debuggingTask({
  name: "parseDuration",
  make: () =>
    trainable(function parseDuration(text: string): number | null {
      const seconds: Record<string, number> = { d: 86_400, h: 3_600, m: 60, s: 1 };
      let total = 0;
      let digits = "";
      for (const char of text) {
        if (char > "0" && char <= "9") {
          digits += char;
          continue;
        }
        const unit = seconds[char];
        if (unit === undefined || digits === "") return null;
        total += Number(digits) * unit;
        digits = "";
      }
      return text === "" ? null : total;
    }, {
      description:
        'Seconds of a text such as "1h30m" with the units d, h, m and s, or null when the text is anything else: each unit needs a number before it, each number a unit after it.',
    }),
  cases: [
    [["45s"], 45],
    [["2m"], 120],
    [["1h30m"], 5_400],
    [["1d2h"], 93_600],
    [["10s"], 10],
    [["1h05m"], 3_900],
    [[""], null],
    [["h"], null],
    [["5x"], null],
    [["15"], null],
    [["1h30"], null],
    [["-5s"], null],
  ],
  heldOut: [
    [["0s"], 0],
    [["100m"], 6_000],
    [["1d1h1m1s"], 90_061],
    [["20h40m"], 74_400],
    [["7"], null],
    [["3m3"], null],
    [["m5"], null],
    [["1 h"], null],
    [["12s12s"], 24],
  ],
});
