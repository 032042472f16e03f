// Tries tagged values that no sandbox writes.
// Comes back: refused /not known or does not fit/
forge((id) => reply(id, '[{"kind":"value","value":{"$":"function","v":["a","return Deno"]}}]'));
