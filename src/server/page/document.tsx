/** @jsxRuntime automatic */
/** @jsxImportSource hono/jsx */
/**
 * The HTML document around every page.
 *
 * @module
 */
import type { Child } from "hono/jsx";

/** A whole document with a body. */
export function htmlDocument(body: Child): string {
  return `<!doctype html>${(
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>Opto</title>
        <link rel="stylesheet" href="/live.css" />
        <link rel="icon" href="data:," />
      </head>
      <body>{body}</body>
    </html>
  )}`;
}
