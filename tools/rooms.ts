/**
 * The map of rooms: what each folder is for, and what it may import.
 *
 * This is the one place where the map is written. `deno task map` checks the tree against it and keeps the drawing in
 * `docs/architecture.md` equal to it.
 *
 * @module
 */

/** One room: a folder or a file with one job. */
export interface Room {
  readonly name: string;
  /** Paths from the root; a folder ends in `/`. */
  readonly paths: readonly string[];
  /** The room's job, in one line. */
  readonly job: string;
  /** Folders of its tests. @default the folder of its name in `tests/` */
  readonly tests?: readonly string[];
  /** The only packages and `node:` modules it may import. @default any */
  readonly only?: readonly string[];
}

/** Rooms from the bottom to the top; each imports only its own files and rooms before it. */
const rooms: readonly Room[] = [
  {
    name: "errors",
    paths: ["src/errors.ts", "src/error_of_code.ts", "src/message_of.ts"],
    job: "error classes that callers catch, and the message of anything thrown",
    tests: [],
    only: [],
  },
  {
    name: "seeds",
    paths: ["src/seeds.ts"],
    job: "seeds, and the random numbers they give",
    tests: ["tests/trainer"],
    only: [],
  },
  {
    name: "spans",
    paths: ["src/spans.ts"],
    job: "spans of OpenTelemetry around pieces of work",
    tests: ["tests/trainer"],
    only: [],
  },
  {
    name: "plain",
    paths: [
      "src/record.ts",
      "src/close_locked.ts",
      "src/joined_bytes.ts",
      "src/byte_length.ts",
      "src/paused.ts",
      "src/growing_pause.ts",
    ],
    job: "plain records, bytes in pieces, and pauses between tries",
    tests: [],
    only: [],
  },
  {
    name: "printable",
    paths: ["src/printable.ts", "src/cut_text.ts"],
    job: "escapes characters that a terminal or a page would obey or hide, and cuts long text",
    tests: ["tests/cli"],
    only: [],
  },
  {
    name: "closest",
    paths: ["src/closest.ts", "src/known_keys.ts"],
    job: "the nearest known word to a mistyped one, and misspelt settings",
    tests: ["tests/cli"],
    only: ["@std/text"],
  },
  {
    name: "temporary",
    paths: ["src/temporary_folder.ts"],
    job: "temporary folders, and the removal of those that killed processes left",
    tests: ["tests/untrusted"],
    only: ["node:path"],
  },
  {
    name: "protocol",
    paths: [
      "sandbox/protocol.ts",
      "sandbox/value/",
      "sandbox/primordials.ts",
      "sandbox/revived_error.ts",
      "sandbox/limits.ts",
    ],
    job: "plain data that crosses between host and sandbox, and its encoding",
    tests: ["tests/sandbox"],
    only: [],
  },
  {
    name: "trace",
    paths: ["src/trace/"],
    job:
      "nodes, operators, bundles, trainable code, modules, and graphs as data; no input or output",
    only: ["acorn", "node:async_hooks"],
  },
  {
    name: "propagate",
    paths: ["src/propagate/"],
    job: "carries feedback from outputs back to parameters",
    only: ["acorn"],
  },
  {
    name: "model",
    paths: ["src/model/"],
    job: "the language-model port: clients, recording, replay, budgets and prices",
  },
  {
    name: "problem",
    paths: ["src/problem/"],
    job: "the problem as data, and the proposer port that answers it",
  },
  {
    name: "render",
    paths: ["src/render/"],
    job: "writes programs and graphs as text and pictures, within a budget",
  },
  {
    name: "code",
    paths: ["src/code/"],
    job: "reads, checks and compiles functions; runs them in sandbox processes",
    tests: ["tests/code", "tests/sandbox"],
  },
  {
    name: "export",
    paths: ["src/export/"],
    job: "writes an agent as a module that runs without Opto",
  },
  {
    name: "guide",
    paths: ["src/guide/"],
    job: "judges outputs: score and feedback",
  },
  {
    name: "search",
    paths: ["src/search/"],
    job: "proposes without a model: numbers, choices, code",
  },
  {
    name: "optimizer",
    paths: ["src/optimizer/"],
    job: "the proposal pipeline; OptoPrime, OPRO and the imperative optimizer",
  },
  {
    name: "trainer",
    paths: ["src/trainer/"],
    job: "the trainer and evaluator ports, the trainers, the event log and its journal",
  },
  {
    name: "task",
    paths: ["src/task/"],
    job: "defines, loads and evaluates tasks",
  },
  {
    name: "wire",
    paths: ["src/wire/"],
    job: "the evaluator port over messages: reports, requests and facts as data that is checked",
    only: [],
  },
  {
    name: "run",
    paths: ["src/run/"],
    job: "one run from its first event to its last: settings, budget, directory, report",
  },
  {
    name: "untrusted",
    paths: ["src/untrusted/"],
    job: "opens a stranger's task in a process without permissions, and answers what it asks",
    only: ["node:path", "node:url"],
  },
  {
    name: "database",
    paths: ["src/database/"],
    job: "a PostgreSQL database that machines share: connections, schema, notifications",
    only: ["pg"],
  },
  {
    name: "spread",
    paths: ["src/spread/"],
    job: "evaluations of a run in batches, carried to workers and back by a queue",
  },
  {
    name: "supervise",
    paths: ["src/supervise/"],
    job: "runs a task in a child process with the user's rights, and ends what the task blocks",
  },
  {
    name: "jobs",
    paths: ["src/jobs/"],
    job: "jobs: what is kept of them, their queue, and how one is carried out",
  },
  {
    name: "server",
    paths: ["src/server/"],
    job: "the HTTP endpoint and the live page",
  },
  {
    name: "client",
    paths: ["src/client/"],
    job: "the typed client of the HTTP endpoint; of the server it imports types only",
    only: [],
  },
  {
    name: "cli",
    paths: ["src/cli/"],
    job: "commands and display; builds the parts and hands them to each other",
  },
  {
    name: "testing",
    paths: ["src/testing/"],
    job: "conformance suites and a toy problem, for parts of one's own",
  },
  {
    name: "entry",
    paths: ["src/entry/"],
    job: "the entry points of the subpaths; connects the ports with their implementations",
    tests: ["tests/doors"],
  },
  {
    name: "mod.ts",
    paths: ["mod.ts"],
    job: "the library's public names and the program's entry; \`opto.ts\` is the program alone",
    tests: ["tests/doors", "tests/examples"],
  },
  {
    name: "stranger",
    paths: ["src/stranger/"],
    job: "program of the process without permissions in which a stranger's task runs",
    tests: ["tests/untrusted"],
    only: ["acorn", "zod", "node:async_hooks"],
  },
];

/** The sandbox's side of the border: it imports the protocol and its own files. */
const sandbox: Room = {
  name: "sandbox",
  paths: ["sandbox/"],
  job: "runs candidate code: child process, worker, kernel, realm",
  only: ["node:vm", "comlink"],
};

/**
 * Files of the sandbox that the host runs too, with the one room that may import them: both ends of the pipe need the
 * same code. All other files of the sandbox reach the child as text only.
 */
const sharedSandboxFiles: readonly SharedFile[] = [
  {
    path: "sandbox/denied_permissions.ts",
    by: "stranger",
    reason: "a process that runs foreign code looks first whether it has a permission",
  },
  { path: "sandbox/wire.ts", by: "code", reason: "messages between host and kernel" },
  {
    path: "sandbox/frame.ts",
    by: "code",
    reason: "frames on the pipe, written and read by both ends",
  },
  {
    path: "sandbox/describe_thrown.ts",
    by: "code",
    reason: "the same text of an error on both sides",
  },
];

/** One file of the sandbox that a room of the host imports. */
export interface SharedFile {
  readonly path: string;
  readonly by: string;
  readonly reason: string;
}

/**
 * Packages whose code several files import. Every other package has one owner: one file imports its code, and other
 * files may import its types.
 */
const sharedPackages: readonly SharedPackage[] = [
  { name: "@std/fmt", reason: "standard library" },
  { name: "zod", reason: "the server's schemas, and what a stranger's module may import" },
  { name: "acorn", reason: "the TypeScript parser extends acorn's own" },
  { name: "hono", by: "server", reason: "the room's framework; routes are files of their own" },
  {
    name: "@hono/zod-openapi",
    by: "server",
    reason: "schemas and routes stand in files of their own",
  },
];

/** A package without a single owner. */
export interface SharedPackage {
  readonly name: string;
  /** The only room that may import it. @default any */
  readonly by?: string;
  readonly reason: string;
}

/**
 * Folders whose code runs in child processes only, because it reads source that a model or a stranger wrote. Other files
 * may import types from them, and the starter names the main module.
 */
const childPrograms: readonly ChildProgram[] = [
  {
    folder: "src/code/compile/",
    starter: "src/code/child_compiler.ts",
    reason: "esbuild, the parsers and the type checker",
  },
  {
    folder: "src/search/code/",
    starter: "src/search/programs/code_varier.ts",
    reason: "the search on syntax trees",
  },
  {
    folder: "src/stranger/",
    starter: "src/untrusted/stranger_process.ts",
    reason: "the task of a stranger, with the library that it imports",
  },
];

/** One folder of a child process. */
export interface ChildProgram {
  readonly folder: string;
  /** The one file outside that imports its `main.ts`. */
  readonly starter: string;
  readonly reason: string;
}

/** Imports that may close a circle of files: types only, which load nothing. */
const allowedCircles: readonly AllowedCircle[] = [
  {
    from: "src/trace/propagator.ts",
    to: "src/trace/trace_node.ts",
    reason: "a node runs backward, and a propagator is given nodes",
  },
];

/** One import that may close a circle. */
export interface AllowedCircle {
  readonly from: string;
  readonly to: string;
  readonly reason: string;
}

/** The map as one value. */
export interface RoomMap {
  readonly rooms: readonly Room[];
  readonly sandbox: Room;
  readonly sharedSandboxFiles: readonly SharedFile[];
  readonly sharedPackages: readonly SharedPackage[];
  readonly childPrograms: readonly ChildProgram[];
  readonly allowedCircles: readonly AllowedCircle[];
}

/** The map of this repository. */
export const map: RoomMap = {
  rooms,
  sandbox,
  sharedSandboxFiles,
  sharedPackages,
  childPrograms,
  allowedCircles,
};

/** The room of a file; every module beside `mod.ts` at the root belongs to the public face. */
export function roomOf(path: string, { rooms, sandbox }: RoomMap): Room | undefined {
  const holds = ({ paths }: Room): boolean =>
    paths.some((start) => path === start || (start.endsWith("/") && path.startsWith(start)));
  const face = path.includes("/") ? undefined : rooms.find(({ paths }) => paths.includes("mod.ts"));
  return rooms.find(holds) ?? (holds(sandbox) ? sandbox : face);
}

/** The room of a name. */
export function roomNamed(name: string, { rooms, sandbox }: RoomMap): Room | undefined {
  return [...rooms, sandbox].find((room) => room.name === name);
}

/** The folders that may hold a room's tests. */
export function testFoldersOf({ name, tests }: Room): readonly string[] {
  return tests ?? [`tests/${name}`];
}
