/**
 * Modules that came as text: their names, for people, and their text.
 *
 * Such a module is loaded from a URL that says nothing and differs from process to process. Everywhere else it has a URL below
 * `givenRoot`, from its path.
 *
 * @module
 */

/** URL of the folder of modules that came as text. */
export const givenRoot = "file:///opto-task/";

/** Names by URL from which a module was loaded. */
const names = new Map<string, string>();
const texts = new Map<string, string>();

/** Makes a module known. @param path its name @param text TypeScript @returns its URL */
export function giveModule(path: string, text: string): string {
  const url = givenRoot + path;
  texts.set(url, text);
  return url;
}

/** Says from which URL a module is loaded. @param url that of `giveModule` */
export function loadGivenFrom(url: string, loadedFrom: string): void {
  names.set(loadedFrom, url);
}

/** The text of a module that came as text; undefined for others. */
export function givenText(url: string): string | undefined {
  return texts.get(url);
}

/** The URL of a module, as it is shown. */
export function shownUrl(url: string): string {
  return names.get(url) ?? url;
}

/** The text with the names of modules in place of the URLs from which they were loaded. */
export function withShownUrls(text: string): string {
  return [...names].reduce((shown, [from, url]) => {
    return shown.replaceAll(from, url.slice(givenRoot.length));
  }, text);
}
