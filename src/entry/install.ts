/**
 * Connects the ports of the trace with their implementations; every entry point imports it for its effect.
 *
 * @module
 */
import { readHostModule } from "../code/host_module.ts";
import "../propagate/backward.ts";
import { openSandboxPool } from "../run/sandboxes.ts";
import { installDefaultCodeRunner } from "../trace/ambient.ts";
import { installModuleReader } from "../trace/module_reader.ts";
import { installSourceFinder } from "../trace/source_port.ts";

installSourceFinder(async (fn, site) => {
  const { findSourceOf } = await import("../code/source.ts");
  return await findSourceOf(fn, site);
});
installModuleReader(readHostModule);
installDefaultCodeRunner(() => openSandboxPool());
