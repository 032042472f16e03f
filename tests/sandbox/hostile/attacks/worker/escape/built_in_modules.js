// Tries to load built-in modules without an import.
// Comes back: value /^held$/
serve(({ file }) => tryAll({
  builtin: () => process.getBuiltinModule("fs").readFileSync(file),
  nodeBuiltin: () => globalThis.process.getBuiltinModule("node:fs").readFileSync(file),
  binding: () => { const b = process.binding("fs"); if (typeof b?.internalModuleReadJSON !== "function") throw 0; return b.internalModuleReadJSON(file); },
  require: () => require("fs").readFileSync(file),
  main: () => process.mainModule.require("fs").readFileSync(file),
}));
