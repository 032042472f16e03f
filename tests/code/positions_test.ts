import { assertEquals } from "@std/assert";
import { positionsOf } from "../../src/code/positions.ts";

Deno.test("positionsOf() reads steps of every length and sign", () => {
  // Generated line 2: column 0 from 3:5, column 20 from 2:40; line 3: column 1 without a source.
  const positions = positionsOf(";AAEI,oBADmC;C", "one\ntwo\nthree\n");
  assertEquals(positions.locate(2, 1), { line: 3, column: 5, lineText: "three" });
  assertEquals(positions.locate(2, 20), { line: 3, column: 5, lineText: "three" });
  assertEquals(positions.locate(2, 21), { line: 2, column: 40, lineText: "two" });
  assertEquals(positions.locate(1, 1), undefined);
  assertEquals(positions.locate(3, 5), undefined);
  assertEquals(positions.locate(9, 1), undefined);
});
