/**
 * A real browser for tests.
 *
 * @module
 */
import { type Browser, chromium, type Page } from "playwright-core";

const flags = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--disable-dev-shm-usage",
];

/** Time that a page may take for what a test waits for: for hung pages, not for slow machines. */
const patienceMs = 300_000;

/** Starts Chromium; closing it ends its processes. @throws {Error} when it is not installed */
export async function openChromium(): Promise<Browser> {
  const executablePath = Deno.env.get("CHROMIUM") ?? "/usr/bin/chromium";
  try {
    await Deno.stat(executablePath);
  } catch (cause) {
    throw new Error(
      `There is no Chromium at ${executablePath}: install it (apt-get install chromium) or set CHROMIUM`,
      { cause },
    );
  }
  const browser = await chromium.launch({
    executablePath,
    headless: true,
    args: flags,
    timeout: patienceMs,
  });
  const newPage = browser.newPage.bind(browser);
  browser.newPage = async (options) => {
    const page = await newPage(options);
    page.setDefaultTimeout(patienceMs);
    return page;
  };
  return browser;
}

/** Visible elements that reach beyond the screen or whose text is cut, without those inside something that scrolls. */
export async function cutElements(page: Page): Promise<readonly string[]> {
  return await page.evaluate(`(() => {
    const scrolls = (element) => ["auto", "scroll"].includes(getComputedStyle(element).overflowX);
    const isInScroller = (element) =>
      element !== null && (scrolls(element) || isInScroller(element.parentElement));
    const names = [];
    if (document.documentElement.scrollWidth > innerWidth) names.push("the page");
    for (const element of document.body.querySelectorAll("*")) {
      const { width, right, left } = element.getBoundingClientRect();
      if (width === 0 || !element.checkVisibility() || isInScroller(element.parentElement)) continue;
      const isOut = right > innerWidth + 1 || left < -1;
      const isCut = getComputedStyle(element).overflowX === "hidden" &&
        getComputedStyle(element).textOverflow !== "ellipsis" && element.tagName !== "svg" &&
        element.scrollWidth > element.clientWidth + 1;
      if (isOut || isCut) names.push(element.tagName + "." + (element.getAttribute("class") ?? ""));
    }
    return names;
  })()`);
}
