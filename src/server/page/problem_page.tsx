/** @jsxRuntime automatic */
/** @jsxImportSource hono/jsx */
/**
 * The page in place of one that cannot be shown.
 *
 * @module
 */
import { htmlDocument } from "./document.tsx";

/** A problem in words. @param detail one sentence on the request; may be the title again */
export function problemPage(title: string, detail: string): string {
  return htmlDocument(
    <>
      <h1>{title}</h1>
      {detail !== title && <p>{detail}</p>}
      <p>
        <a href="/">All jobs</a>
      </p>
    </>,
    { title, place: "job" },
  );
}
