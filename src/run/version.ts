/**
 * The version of this library, read from `deno.json`.
 *
 * @module
 */
import config from "../../deno.json" with { type: "json" };

/** As in `0.1.0`. */
export const version: string = config.version;
