/** Roman numerals. */
import { trainable } from "@opto/opto";
import { debuggingTask } from "../debugging_task.ts";

export default debuggingTask({
  name: "toRoman",
  make: () =>
    trainable(function toRoman(value: number): string {
      const signs: readonly (readonly [number, string])[] = [
        [1000, "M"],
        [900, "CM"],
        [500, "D"],
        [400, "CD"],
        [100, "C"],
        [90, "XC"],
        [50, "L"],
        [10, "X"],
        [9, "IX"],
        [5, "V"],
        [4, "IV"],
        [1, "I"],
      ];
      let rest = value;
      let text = "";
      for (const [worth, sign] of signs) {
        while (rest > worth) {
          text += sign;
          rest -= worth;
        }
      }
      return text;
    }, { description: "The Roman numeral of a whole number from 1 to 3999, in its usual form." }),
  cases: [
    [[1], "I"],
    [[2], "II"],
    [[4], "IV"],
    [[6], "VI"],
    [[9], "IX"],
    [[14], "XIV"],
    [[40], "XL"],
    [[49], "XLIX"],
    [[90], "XC"],
    [[400], "CD"],
    [[1994], "MCMXCIV"],
    [[3888], "MMMDCCCLXXXVIII"],
  ],
  heldOut: [
    [[3], "III"],
    [[10], "X"],
    [[44], "XLIV"],
    [[444], "CDXLIV"],
    [[500], "D"],
    [[999], "CMXCIX"],
    [[2023], "MMXXIII"],
    [[3999], "MMMCMXCIX"],
  ],
});
