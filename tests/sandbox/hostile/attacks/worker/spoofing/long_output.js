// Tries a result of four million characters where one million is the limit.
// Comes back: refused /over the limit of 1000000/
forge((id) => reply(id, '[{"kind":"value","value":[' + "1,".repeat(1_900_000) + "1]}]"));
