/**
 * Describes the end of a child process.
 *
 * @module
 */

/**
 * The end of a process as a clause without a subject.
 *
 * @param status of the process @param lastWords the start of its standard error
 */
export function describeStatus({ signal, code }: Deno.CommandStatus, lastWords: string): string {
  const words = lastWords === "" ? "" : `: ${lastWords.split("\n", 1)[0]}`;
  if (code === 72) return "used more memory than it may";
  if (signal === "SIGXCPU") return "used more CPU time than it may";
  if (signal === "SIGTRAP" || signal === "SIGABRT" || signal === "SIGILL") {
    return `was ended by V8 (${signal}), most likely out of memory`;
  }
  if (signal === "SIGKILL") return "was ended by SIGKILL, most likely out of memory";
  if (signal !== null) return `was ended by ${signal}`;
  return `ended by itself with code ${code}${words}`;
}
