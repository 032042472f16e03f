/**
 * Exports under other names, and of other modules, for the exporter.
 *
 * @module
 */
export { doubled as twice } from "./doubled.ts";
