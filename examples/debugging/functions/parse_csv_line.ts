/** The fields of one line of comma-separated values. */
import { trainable } from "@opto/opto";
import { debuggingTask } from "../debugging_task.ts";

export default debuggingTask({
  name: "parseCsvLine",
  make: () =>
    trainable(function parseCsvLine(line: string): string[] {
      const fields: string[] = [];
      let field = "";
      let isQuoted = false;
      for (let at = 0; at < line.length; at++) {
        const char = line.charAt(at);
        if (isQuoted) {
          if (char !== '"') {
            field += char;
          } else if (line.charAt(at + 1) === '"') {
            field += '"';
          } else {
            isQuoted = false;
          }
        } else if (char === '"') {
          isQuoted = true;
        } else if (char === ",") {
          fields.push(field);
          field = "";
        } else {
          field += char;
        }
      }
      if (field !== "") fields.push(field);
      return fields;
    }, {
      description:
        "The fields of a line of CSV. A field in double quotes may hold commas, and two double quotes for one. An empty line is one empty field.",
    }),
  cases: [
    [["a,b,c"], ["a", "b", "c"]],
    [["single"], ["single"]],
    [["a,,c"], ["a", "", "c"]],
    [["a,b,"], ["a", "b", ""]],
    [[""], [""]],
    [['"a,b",c'], ["a,b", "c"]],
    [['"say ""hi""",x'], ['say "hi"', "x"]],
    [['"one "", two",3'], ['one ", two', "3"]],
    [['""'], [""]],
    [['x,""'], ["x", ""]],
    [[" a , b "], [" a ", " b "]],
    [['"""",end'], ['"', "end"]],
  ],
  heldOut: [
    [[","], ["", ""]],
    [[",,"], ["", "", ""]],
    [['"a"",""b","c,d"'], ['a","b', "c,d"]],
    [['1,"2,3",4'], ["1", "2,3", "4"]],
    [['"",""'], ["", ""]],
    [['"x,""y"",z"'], ['x,"y",z']],
    [["no quotes at all"], ["no quotes at all"]],
  ],
});
