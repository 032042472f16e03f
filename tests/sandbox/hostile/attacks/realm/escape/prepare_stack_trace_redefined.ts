// Tries to define the hook anew, where assigning does nothing.
// Comes back: value /^held$/
export function attack() { try { Object.defineProperty(Error, "prepareStackTrace", { value: (_, frames) => frames }); } catch {} try { delete Error.prepareStackTrace; } catch {} Error.prepareStackTrace = (_, frames) => frames; return typeof new Error().stack === "string" ? "held" : "ESCAPED"; }
