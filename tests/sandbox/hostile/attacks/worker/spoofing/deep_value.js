// Tries a result that is nested a hundred thousand times.
// Comes back: crashed|refused|value /./
forge((id) => reply(id, '[{"kind":"value","value":' + "[".repeat(1e5) + "]".repeat(1e5) + "}]"));
