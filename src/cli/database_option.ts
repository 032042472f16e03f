/**
 * The option that names the database which several machines share.
 *
 * @module
 */

/** `--database URL`. */
export const databaseOption = {
  kind: "string",
  value: "URL",
  help: "PostgreSQL database that machines share; or set OPTO_DATABASE",
} as const;

/**
 * The URL of the database: that of the option, else of the environment, from which it is taken, so that no process that
 * this one starts finds the password there.
 */
export function databaseUrl(
  given: string | undefined,
  env: (name: string) => string | undefined,
): string | undefined {
  const url = given ?? env("OPTO_DATABASE");
  Deno.env.delete("OPTO_DATABASE");
  return url;
}

/** The password in the URL of a database; undefined without one. */
export function passwordOf(url: string | undefined): string | undefined {
  const password = url === undefined ? "" : URL.parse(url)?.password ?? "";
  try {
    return decodeURIComponent(password) || undefined;
  } catch {
    return password; // not percent-encoded
  }
}
