import { assertEquals } from "@std/assert";
import { RecentIds } from "../../src/trainer/recent_ids.ts";

Deno.test("RecentIds keeps the newest ids, at most twice as many as it must, and counts all", () => {
  const ids = new RecentIds(2);
  const kept = () => ["a", "b", "c", "d", "e"].filter((id) => ids.has(id)).join("");
  for (const id of ["a", "b", "b", "c", "d"]) ids.add(id);
  assertEquals([kept(), ids.count], ["abcd", 4]);
  ids.add("e");
  assertEquals([kept(), ids.count], ["cde", 5]);
  ids.add("a");
  assertEquals([kept(), ids.count], ["acde", 6]);
});
