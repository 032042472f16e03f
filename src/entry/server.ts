/**
 * The HTTP endpoint as a library: the Hono app and its server.
 *
 * @module
 */
import "./install.ts";

export { type ServeOptions, type Server, startServer } from "../server/serve.ts";
