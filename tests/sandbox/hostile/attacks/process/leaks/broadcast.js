// Tries to reach other processes over a broadcast channel.
// Comes back: value /^held$/
serve(() => { const channel = new BroadcastChannel("opto"); channel.postMessage("PWNED"); channel.close(); return "held"; });
