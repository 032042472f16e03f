// Tries tagged values that no sandbox writes.
// Comes back: refused /unknown tag/
forge((id) => reply(id, '[{"kind":"value","value":{"$":"function","v":["a","return Deno"]}}]'));
