// Tries to pollute the host by __proto__ at every level of a reply.
// Comes back: refused|crashed|value /./
forge((id) => raw('{"id":"' + id + '","type":"RAW","__proto__":{"polluted":1},"value":' + JSON.stringify('[{"kind":"value","__proto__":{"polluted":1},"value":{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}}},"callCounts":{"__proto__":1},"console":[]}]') + "}"));
