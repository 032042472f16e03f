/**
 * Fetches and parses modules of the author's, each once.
 *
 * @module
 */
import { type ParsedModule, parseModule } from "./parsed_module.ts";
import { RecentMap } from "./recent_map.ts";

const loadedModules = new RecentMap<string, Promise<ParsedModule | undefined>>(64);

/** The module at `url`, or `undefined` when it cannot be had or is not plain TypeScript, like one with JSX. */
export function loadModule(url: string): Promise<ParsedModule | undefined> {
  return loadedModules.getOrInsert(url, async () => {
    try {
      const response = await fetch(url);
      return response.ok ? parseModule(await response.text()) : undefined;
    } catch {
      // The caller can still read the function's own text.
      return undefined;
    }
  });
}
