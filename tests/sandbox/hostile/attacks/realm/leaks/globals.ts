// Tries every name that leads to the machine.
// Comes back: value /^held$/
// In a task: it has the globals that lead nowhere
export function attack() { const names = ["Deno", "process", "require", "module", "fetch", "Worker", "WebSocket", "EventSource", "XMLHttpRequest", "navigator", "location", "self", "window", "global", "postMessage", "onmessage", "BroadcastChannel", "MessageChannel", "caches", "localStorage", "sessionStorage", "indexedDB", "crypto", "performance", "Buffer", "Bun", "structuredClone", "close", "alert", "prompt", "ShadowRealm", "AsyncLocalStorage", "gc", "print", "d8", "load", "readline"]; const found = names.filter((n) => n in globalThis); return found.length ? "ESCAPED " + found : "held"; }
