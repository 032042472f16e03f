// Tries a big integer of ten million digits, whose reading takes more than linear time.
// Comes back: refused /string over the limit/
forge((id) => reply(id, '[{"kind":"value","value":{"$":"bigint","text":"' + "9".repeat(1e7) + '"}}]'));
