/**
 * Installs the services of the trace: the readers of source, the sandbox and the rule of backward.
 *
 * @module
 */
import { readHostModule } from "../code/host_module.ts";
import { openSandboxPool } from "../code/sandbox/open_sandbox.ts";
import { backward } from "../propagate/backward.ts";
import { installHostServices } from "../trace/host_services.ts";

installHostServices({
  async sourceReader(fn, site, entry, given) {
    const { findSourceOf } = await import("../code/source.ts");
    return await findSourceOf(fn, site, entry, given);
  },
  moduleReader: readHostModule,
  codeRunner: () => openSandboxPool(),
  backward,
});
