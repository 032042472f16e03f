/** Numbers of any length between bases. */
import { trainable } from "@opto/opto";
import { debuggingTask } from "../debugging_task.ts";

export default debuggingTask({
  name: "convertBase",
  make: () =>
    trainable(function convertBase(text: string, from: number, to: number): string {
      const symbols = "0123456789abcdefghijklmnopqrstuvwxyz";
      const isNegative = text.startsWith("-");
      let value = 0n;
      for (const symbol of isNegative ? text.slice(1) : text) {
        value = value * BigInt(from) + BigInt(symbols.indexOf(symbol));
      }
      let digits = "";
      while (value > 0n) {
        digits = symbols.charAt(Number(value % BigInt(to))) + digits;
        value = BigInt(Math.floor(Number(value) / to));
      }
      return isNegative ? `-${digits}` : digits;
    }, {
      description:
        "A whole number of any length, written in one base, in another; bases are 2 to 36. Letters may be large or small and are written small. Zero has no sign.",
    }),
  cases: [
    [["255", 10, 16], "ff"],
    [["ff", 16, 10], "255"],
    [["FF", 16, 10], "255"],
    [["1010", 2, 10], "10"],
    [["z", 36, 2], "100011"],
    [["-12", 10, 2], "-1100"],
    [["0", 10, 2], "0"],
    [["-0", 10, 2], "0"],
    [["007", 8, 10], "7"],
    [["ffffffffffffffff", 16, 10], "18446744073709551615"],
    [["123456789012345678901234567890", 10, 36], "byw97um9s91dlz68tsi"],
    [["9007199254740993", 10, 2], "1" + "0".repeat(52) + "1"],
  ],
  heldOut: [
    [["000", 10, 7], "0"],
    [["-DEAD", 16, 10], "-57005"],
    [["99999999999999999999", 10, 16], "56bc75e2d630fffff"],
    [["Zz", 36, 10], "1295"],
    [["21", 3, 2], "111"],
    [["-00", 2, 3], "0"],
    [["1" + "0".repeat(64), 2, 16], "1" + "0".repeat(16)],
  ],
});
