/**
 * The flags of Deno with which this program runs, for a process that gets the same permissions and configuration.
 *
 * @module
 */
import { dirname, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { projectConfig } from "./project_config.ts";

/** Where the flags stand on the command line of this program. */
export interface CommandLine {
  readonly flags: readonly string[];
  /** The main module as it was given. */
  readonly script: string;
}

/** Flags for a process like this one; it never gets a permission that this one lacks. */
export function ownFlags(): readonly string[] {
  const commandLine = readCommandLine();
  const flags = commandLine?.flags ?? grantedFlags();
  const hasConfig = flags.some((flag) => /^(--config|--no-config|-c)(=|$)/.test(flag));
  const config = hasConfig ? undefined : configOf(commandLine?.script ?? Deno.mainModule);
  return [...flags, ...(config === undefined ? [] : [`--config=${config}`])];
}

/** Flags that concern this process alone: its debugger, its watcher, its cache. */
const ownOnly = /^(--inspect.*|--watch.*|--no-clear-screen|--reload.*|-r|-r=.*)$/;

/**
 * The flags in the arguments of a process that runs a script.
 *
 * @param argv the whole command line @param args what the script got of it
 * @returns undefined for another subcommand than `run`
 */
export function flagsIn(
  argv: readonly string[],
  args: readonly string[],
): CommandLine | undefined {
  const rest = argv.slice(1, argv.length - args.length);
  if (args.some((arg, index) => argv[argv.length - args.length + index] !== arg)) return undefined;
  if (rest.at(-1) === "--") rest.pop();
  const script = rest.pop();
  if (script === undefined) return undefined;
  const [subcommand = "run", ...others] = rest;
  if (!subcommand.startsWith("-") && subcommand !== "run") return undefined;
  const flags = subcommand === "run" ? others : rest;
  return { flags: flags.filter((flag) => !ownOnly.test(flag)), script };
}

/** The command line of this process, where the system tells it. */
function readCommandLine(): CommandLine | undefined {
  if (Deno.build.os !== "linux") return undefined;
  const text = readOwn();
  return text === undefined ? undefined : flagsIn(text.replace(/\0$/, "").split("\0"), Deno.args);
}

/** Deno gives /proc to a program with all permissions; the shell, which may start the sandboxes, reads it for others. */
function readOwn(): string | undefined {
  try {
    return Deno.readTextFileSync("/proc/self/cmdline");
  } catch {
    if (!isGranted({ name: "run", command: "/bin/sh" })) return undefined;
    const { stdout } = new Deno.Command("/bin/sh", {
      args: ["-c", "cat /proc/$PPID/cmdline"],
      stdin: "null",
      stderr: "null",
    }).outputSync();
    return new TextDecoder().decode(stdout) || undefined;
  }
}

const permissions = ["read", "write", "net", "env", "run", "sys", "ffi", "import"] as const;

/** The permissions that this process has without limits, and the folder and the shell that every run needs. */
function grantedFlags(): readonly string[] {
  if (hasAll()) return ["--allow-all", "--no-prompt"];
  const here = Deno.build.os === "windows" ? undefined : "/bin/sh";
  const partly: Readonly<Record<string, readonly string[]>> = {
    read: [Deno.cwd()].filter((path) => isGranted({ name: "read", path })),
    write: [Deno.cwd()].filter((path) => isGranted({ name: "write", path })),
    run: here !== undefined && isGranted({ name: "run", command: here }) ? [here] : [],
  };
  return [
    "--no-prompt",
    ...permissions.flatMap((name) => {
      if (isGranted({ name })) return [`--allow-${name}`];
      const some = partly[name] ?? [];
      return some.length === 0 ? [] : [`--allow-${name}=${some.join(",")}`];
    }),
  ];
}

/** Whether every permission is given; of the files of the system only those with all permissions may read this one. */
function hasAll(): boolean {
  try {
    return Deno.build.os === "linux" && Deno.readTextFileSync("/proc/self/cmdline") !== "";
  } catch {
    return false;
  }
}

/** Whether a permission is given without exceptions. */
function isGranted(permission: Deno.PermissionDescriptor): boolean {
  const { state, partial } = Deno.permissions.querySync(permission);
  return state === "granted" && !partial;
}

/** The configuration that Deno found for the main module: beside it or above, for a remote one from the current folder. */
function configOf(script: string): string | undefined {
  const isRemote = /^(https?|jsr|npm|data|blob):/.test(script);
  const path = script.startsWith("file:") ? fileURLToPath(script) : resolve(script);
  return projectConfig(isRemote ? Deno.cwd() : dirname(path))?.path;
}
