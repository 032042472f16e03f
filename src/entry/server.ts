/**
 * The HTTP endpoint as a library: the Hono app and its server.
 *
 * @module
 */
import "./install_host_services.ts";

export { type ServeOptions, type Server, startServer } from "../server/serve.ts";
