/** @jsxRuntime automatic */
/** @jsxImportSource hono/jsx */
/**
 * The HTML document around every page, and parts of a report within it.
 *
 * @module
 */
import type { Child } from "hono/jsx";
import type { JSX } from "hono/jsx/jsx-runtime";
import { raw } from "hono/html";
import { printable } from "../../printable.ts";
import type { Insertion } from "../../run/report_html.ts";
import { markup } from "../../run/report_html.ts";

/** What stands around a page. */
export interface DocumentOptions {
  /** Of the window, without the program's name. */
  readonly title?: string;
  /** Its place among the links on top; none for a page that asks for the token. */
  readonly place?: "jobs" | "new" | "job" | "compare" | undefined;
  /** Paths of its scripts. */
  readonly scripts?: readonly string[];
}

/**
 * A whole document. Texts of jobs are escaped by JSX; here characters that hide or reorder text are made visible, in all of
 * it, for the markup itself has none.
 */
export function htmlDocument(
  body: Child,
  { title, place, scripts = [] }: DocumentOptions = {},
): string {
  const document = (
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>{title === undefined ? "Opto" : `${title} · Opto`}</title>
        <link rel="stylesheet" href="/live.css" />
        <link rel="icon" href="data:," />
        {scripts.map((path) => <script key={path} type="module" src={path}></script>)}
      </head>
      <body>
        <a class="skip" href="#main">Skip to the content</a>
        <header class="top">
          <a class="brand" href="/">Opto</a>
          {place !== undefined && (
            <nav aria-label="Opto">
              <a href="/" {...current(place === "jobs")}>Jobs</a>
              <a href="/new" {...current(place === "new")}>New job</a>
            </nav>
          )}
          <p id="connection" role="status" data-own></p>
        </header>
        <main id="main" tabindex={-1}>{body}</main>
      </body>
    </html>
  );
  return printable(`<!doctype html>${document}`);
}

/** Marks the link to the shown page. */
export function current(isCurrent: boolean): { readonly "aria-current"?: "page" } {
  return isCurrent ? { "aria-current": "page" } : {};
}

/** A part of a report, which escapes its own texts. */
export function Part({ of }: { readonly of: Insertion }): JSX.Element {
  return <>{raw(markup`${of}`.toString())}</>;
}

/** A time as `2026-11-20 15:00:00 UTC`. */
export function Time({ at }: { readonly at: string }): JSX.Element {
  return <time datetime={at}>{at.slice(0, 19).replace("T", " ")} UTC</time>;
}
