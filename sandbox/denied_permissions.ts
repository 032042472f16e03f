/**
 * Checks first that a thread has no permissions.
 *
 * @module
 */

const names = ["read", "write", "net", "env", "run", "sys", "ffi", "import"] as const;

/**
 * Checks that all permissions are denied, in case the launcher omitted a flag.
 *
 * @throws {Error} with the names of permissions that are not denied
 */
export function assertDenied(): void {
  const open = names.filter((name) => Deno.permissions.querySync({ name }).state !== "denied");
  if (open.length > 0) {
    throw new Error(`Cannot run candidates in a thread that may be granted: ${open.join(", ")}`);
  }
}
