/** The compiled module. */
export declare const wasmModule: WebAssembly.Module;
