// Tries references that stand for a tree of 2 ** 60 leaves, which host code would walk without end.
// Comes back: refused /without references/
forge((id) => {
  let text = '["x"]';
  for (let level = 59; level >= 0; level--) text = `[${text},{"$":"ref","to":${level + 1}}]`;
  reply(id, `[{"kind":"value","value":${text}}]`);
});
