// Tries to be taken for a timeout, or for a crash of the sandbox.
// Comes back: thrown /^SandboxError: was killed$/
export function attack() { const e = new Error("was killed"); e.name = "SandboxError"; e.code = "ERR_SCRIPT_EXECUTION_TIMEOUT"; e.kind = "timeout"; throw e; }
