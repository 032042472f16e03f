// Tries to import a built-in by declaration.
// Comes back: thrown|refused /Cannot import "node:fs"|among the libraries/
// Refused by: import
import fs from "node:fs";
export function attack({ file }) { return fs.readFileSync(file, "utf8"); }
