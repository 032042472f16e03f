import { assertEquals } from "@std/assert";
import { RecentMap } from "../../src/code/recent_map.ts";

Deno.test("RecentMap.getOrInsert() forgets the entry unused for longest when it is full", () => {
  const map = new RecentMap<string, number>(2);
  let made = 0;
  const get = (key: string) => map.getOrInsert(key, () => ++made);
  assertEquals([get("a"), get("b"), get("a"), get("c"), get("a"), get("b")], [1, 2, 1, 3, 1, 4]);
});

Deno.test("RecentMap.delete() makes the next use make the value anew", () => {
  const map = new RecentMap<string, number>(2);
  map.getOrInsert("a", () => 1);
  map.delete("a");
  assertEquals(map.getOrInsert("a", () => 2), 2);
});
