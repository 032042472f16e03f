// Tries to make code from text in the worker, for whatever got out of a realm.
// Comes back: value /^held$/
serve(() => tryAll({ eval: () => (0, eval)("1"), function: () => new Function("return 1")(), async: () => Object.getPrototypeOf(async () => {}).constructor("return 1")() }));
