// Tries frames that are no JSON, and no text.
// Comes back: crashed /protocol/
forge(() => { raw("\u0000\u0001not json"); });
