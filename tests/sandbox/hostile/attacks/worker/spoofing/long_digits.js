// Tries a big integer of 900,000 digits, whose reading takes more than linear time.
// Comes back: refused /over the limit/
forge((id) => reply(id, '[{"kind":"value","value":{"$":"bigint","text":"' + "9".repeat(9e5) + '"}}]'));
