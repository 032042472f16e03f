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

Deno.test("RecentMap.set() drops the entries unused for longest when the sum of sizes passes the limit", () => {
  const map = new RecentMap<string, string>(100, 5);
  map.set("a", "aa", 2);
  map.set("b", "bbb", 3);
  assertEquals([map.peek("a"), map.peek("b")], ["aa", "bbb"]); // exactly the limit
  map.get("a");
  map.set("c", "c", 1);
  assertEquals([map.peek("a"), map.peek("b"), map.peek("c")], ["aa", undefined, "c"]);
  map.set("a", "aa", 5); // the same value with another size
  assertEquals([map.peek("a"), map.peek("c")], ["aa", undefined]);
  map.set("large", "l", 6);
  assertEquals([map.peek("large"), map.peek("a")], [undefined, "aa"]);
});
