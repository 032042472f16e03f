// Tries a big integer of 900,000 digits, whose reading takes more than linear time.
// Comes back: refused /more than 20000 digits/
forge((id) => reply(id, '[{"kind":"value","value":{"$":"bigint","text":"' + "9".repeat(9e5) + '"}}]'));
