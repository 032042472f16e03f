// @ts-types="./mod.d.ts"
export * from "deno-std/path/mod.js";
