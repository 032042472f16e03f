// Tries a big integer of 900,000 digits, whose reading takes more than linear time.
// Comes back: refused /does not fit/
forge((id) => reply(id, '[{"kind":"value","value":{"$":"bigint","v":"' + "9".repeat(9e5) + '"}}]'));
