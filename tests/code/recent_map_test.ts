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

Deno.test("RecentMap.getOrInsert() drops old entries when the sum of sizes passes the limit", () => {
  const map = new RecentMap<string, string>(100, { maxSize: 5, sizeOf: (text) => text.length });
  let made = 0;
  const get = (text: string) => map.getOrInsert(text, () => (made++, text));
  for (const text of ["aa", "bb", "aa", "cc", "aa", "bb"]) get(text);
  assertEquals(made, 4);
  get("too large");
  get("aa");
  assertEquals(made, 5);
});
