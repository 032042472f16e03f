/** Calendar arithmetic with months of different lengths. */
import { trainable } from "@opto/opto";
import { debuggingTask } from "../debugging_task.ts";

export default debuggingTask({
  name: "addMonths",
  make: () =>
    trainable(function addMonths(date: string, months: number): string {
      const [year = 0, month = 1, day = 1] = date.split("-").map(Number);
      const lengths = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
      const isLeap = (y: number) => y % 4 === 0 && y % 100 !== 0;
      const total = year * 12 + (month - 1) + months;
      const newYear = Math.floor(total / 12);
      const at = total % 12;
      const length = at === 1 && isLeap(year) ? 29 : lengths[at] ?? 31;
      const pad = (value: number, width: number) => String(value).padStart(width, "0");
      return `${pad(newYear, 4)}-${pad(at + 1, 2)}-${pad(Math.min(day, length), 2)}`;
    }, {
      description:
        'The date, "YYYY-MM-DD" in the Gregorian calendar, that many months later, or earlier where months is negative. A day that the month does not have becomes its last day.',
    }),
  cases: [
    [["2023-01-15", 1], "2023-02-15"],
    [["2023-12-05", 1], "2024-01-05"],
    [["2023-01-31", 1], "2023-02-28"],
    [["2024-01-31", 1], "2024-02-29"],
    [["2023-03-31", -1], "2023-02-28"],
    [["2023-05-31", 1], "2023-06-30"],
    [["2023-12-31", 2], "2024-02-29"],
    [["2024-02-29", 12], "2025-02-28"],
    [["2000-01-30", 1], "2000-02-29"],
    [["1900-01-31", 1], "1900-02-28"],
    [["2020-06-10", -18], "2018-12-10"],
    [["0999-11-01", 2], "1000-01-01"],
  ],
  heldOut: [
    [["1999-12-31", 2], "2000-02-29"],
    [["2400-03-30", -1], "2400-02-29"],
    [["2100-03-30", -1], "2100-02-28"],
    [["2024-02-29", -12], "2023-02-28"],
    [["2027-08-31", 6], "2028-02-29"],
    [["2021-10-31", 1], "2021-11-30"],
    [["2021-01-01", -1], "2020-12-01"],
    [["2022-07-04", 0], "2022-07-04"],
  ],
});
