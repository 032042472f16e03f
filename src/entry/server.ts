/**
 * The HTTP endpoint as a library: the Hono app and its server.
 *
 * @module
 */
import "./install.ts";

export { serve, type ServeOptions } from "../server/serve.ts";
