/** Text in lines of a width. */
import { trainable } from "@opto/opto";
import { debuggingTask } from "../debugging_task.ts";

export default debuggingTask({
  name: "wrapText",
  make: () =>
    trainable(function wrapText(text: string, width: number): string[] {
      const lines: string[] = [];
      let line = "";
      for (let word of text.split(" ").filter((part) => part !== "")) {
        while (word.length > width) {
          lines.push(word.slice(0, width));
          word = word.slice(width);
        }
        if (line === "") {
          line = word;
        } else if (line.length + word.length <= width) {
          line += ` ${word}`;
        } else {
          lines.push(line);
          line = word;
        }
      }
      if (line !== "") lines.push(line);
      return lines;
    }, {
      description:
        "Breaks a text at its spaces into lines of at most width characters, each filled as far as its words allow. A word longer than a line begins a new line and is cut; what remains of it is a word like any other.",
    }),
  cases: [
    [["", 5], []],
    [["one", 5], ["one"]],
    [["one two", 7], ["one two"]],
    [["one two", 6], ["one", "two"]],
    [["a bb ccc dddd", 6], ["a bb", "ccc", "dddd"]],
    [["  spaces   between ", 8], ["spaces", "between"]],
    [["abcdefgh", 3], ["abc", "def", "gh"]],
    [["to abcdefgh it", 4], ["to", "abcd", "efgh", "it"]],
    [["x abcde y", 3], ["x", "abc", "de", "y"]],
    [["x abcd y", 3], ["x", "abc", "d y"]],
    [["the quick brown fox", 9], ["the quick", "brown fox"]],
    [["a b c d e", 3], ["a b", "c d", "e"]],
  ],
  heldOut: [
    [["aa bb cc", 5], ["aa bb", "cc"]],
    [["aa bb cc", 4], ["aa", "bb", "cc"]],
    [["it is extraordinary", 6], ["it is", "extrao", "rdinar", "y"]],
    [["go incomprehensible now", 8], ["go", "incompre", "hensible", "now"]],
    [["1 22 333 4444 55555", 5], ["1 22", "333", "4444", "55555"]],
    [["one", 3], ["one"]],
    [["w w w w", 1], ["w", "w", "w", "w"]],
    [["ab cdefg h", 4], ["ab", "cdef", "g h"]],
  ],
});
