/** @jsxRuntime automatic */
/** @jsxImportSource hono/jsx */
/**
 * The page that asks for the token.
 *
 * @module
 */
import { htmlDocument } from "./document.tsx";

/** A form for the token. @param error shown when the token that was sent is wrong */
export function tokenPage(error?: string): string {
  return htmlDocument(
    <div class="token">
      <h1>Sign in</h1>
      <form method="post" action="/session">
        <label>
          Token <input name="token" type="password" autocomplete="current-password" required />
        </label>
        <button type="submit" class="primary">Enter</button>
        {error && <p role="alert">{error}</p>}
      </form>
    </div>,
  );
}
