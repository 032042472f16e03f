/**
 * zod under a URL that a stranger's module may import: this process has loaded it.
 *
 * @module
 */
export * from "zod";
export { default } from "zod";
