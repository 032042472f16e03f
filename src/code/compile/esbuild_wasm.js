/**
 * esbuild's WebAssembly module. An import of the source phase needs no permission, unlike reading the file; TypeScript
 * does not know the syntax yet, so this file is JavaScript.
 *
 * @module
 */
// @ts-self-types="./esbuild_wasm.d.ts"
import source wasmModule from "esbuild-wasm/esbuild.wasm";

export { wasmModule };
