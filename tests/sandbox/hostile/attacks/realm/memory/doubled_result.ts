// Tries a list that contains one other list twice, 60 levels deep: 2 ** 60 leaves for the host to walk.
// Comes back: refused /without references/
export function attack() {
  let list: unknown[] = ["x"];
  for (let level = 0; level < 60; level++) list = [list, list];
  return list;
}
