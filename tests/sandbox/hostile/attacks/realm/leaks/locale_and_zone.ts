// Tries to learn where in the world the host is.
// Comes back: value /^en-US UTC 0$/
export function attack() { const { locale, timeZone } = Intl.DateTimeFormat().resolvedOptions(); return [locale, timeZone, new Date(2026, 6, 1).getTimezoneOffset()].join(" "); }
