/**
 * Fetches and parses the author's modules, each once.
 *
 * @module
 */
import { givenText } from "../trace/given_modules.ts";
import { type ParsedModule, parseModule } from "./parsed_module.ts";
import { RecentMap } from "./recent_map.ts";

const loadedModules = new RecentMap<string, Promise<ParsedModule | undefined>>(64);

/** The module at `url`; `undefined` when it cannot be loaded or is not plain TypeScript, for example JSX. */
export function loadModule(url: string): Promise<ParsedModule | undefined> {
  return loadedModules.getOrInsert(url, async () => {
    try {
      const given = givenText(url);
      if (given !== undefined) return parseModule(given);
      const response = await fetch(url);
      return response.ok ? parseModule(await response.text()) : undefined;
    } catch {
      // The caller can still read the function's own text.
      return undefined;
    }
  });
}
