/**
 * The version of this library, as its configuration says.
 *
 * @module
 */
import config from "../../deno.json" with { type: "json" };

/** As in `0.1.0`. */
export const version: string = config.version;
