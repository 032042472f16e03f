/** A path without detours. */
import { trainable } from "@opto/opto";
import { debuggingTask } from "../debugging_task.ts";

export default debuggingTask({
  name: "normalizePath",
  make: () =>
    trainable(function normalizePath(path: string): string {
      const isAbsolute = path.startsWith("/");
      const parts: string[] = [];
      for (const part of path.split("/")) {
        if (part === ".") continue;
        if (part !== "..") parts.push(part);
        else if (parts.length > 0) parts.pop();
        else if (!isAbsolute) parts.push("..");
      }
      const joined = parts.join("/");
      if (isAbsolute) return `/${joined}`;
      return joined;
    }, {
      description:
        'A slash-separated path with every "." and empty part left out, and ".." resolved: at the root it stays there, at the start of a relative path it is kept. A relative path without parts is ".".',
    }),
  cases: [
    [["a/b"], "a/b"],
    [["/a/b"], "/a/b"],
    [["a/./b"], "a/b"],
    [["a//b/"], "a/b"],
    [["a/b/../c"], "a/c"],
    [["/"], "/"],
    [["/../a"], "/a"],
    [["../a"], "../a"],
    [["../../a"], "../../a"],
    [["a/../../b"], "../b"],
    [["a/.."], "."],
    [["."], "."],
    [["/a/../.."], "/"],
  ],
  heldOut: [
    [["../.."], "../.."],
    [["../../../x/../y"], "../../../y"],
    [["./."], "."],
    [["//x///y//"], "/x/y"],
    [["x/y/../../.."], ".."],
    [["/x/./y/.././z"], "/x/z"],
    [["..x/.y"], "..x/.y"],
    [["b/../.."], ".."],
  ],
});
