/**
 * Checks imports against the map of rooms.
 *
 * @module
 */
import { type Import, type Modules, packageOf, resolveRelative } from "./imports.ts";
import { type Room, type RoomMap, roomOf } from "./rooms.ts";

/** One broken rule. */
export interface Violation {
  /** Path from the root. */
  readonly file: string;
  /** Line of the import, from 1; 0 for a rule about a whole file. */
  readonly line: number;
  /** The import as it is written. */
  readonly specifier: string;
  /** The rule that is broken, and what to do. */
  readonly rule: string;
}

/** All broken rules, in the order of files and lines. */
export function checkRooms(modules: Modules, map: RoomMap): Violation[] {
  const found: Violation[] = [];
  for (const [file, imports] of modules) {
    const room = roomOf(file, map);
    if (!room) {
      found.push({
        file,
        line: 0,
        specifier: "",
        rule: "is in no room; add its room to tools/rooms.ts",
      });
      continue;
    }
    for (const entry of imports) {
      const rule = brokenRule(file, room, entry, map);
      if (rule) found.push({ file, line: entry.line, specifier: entry.specifier, rule });
    }
  }
  return [
    ...found,
    ...secondOwners(modules, map),
    ...circles(modules, map),
    ...unusedEntries(modules, map),
  ];
}

/** `file:line: import "…": rule`, as terminals and editors follow it. */
export function formatViolation({ file, line, specifier, rule }: Violation): string {
  const place = line > 0 ? `${file}:${line}` : file;
  return specifier ? `${place}: import "${specifier}": ${rule}` : `${place}: ${rule}`;
}

function brokenRule(file: string, room: Room, entry: Import, map: RoomMap): string | undefined {
  if (entry.kind === "data") return undefined;
  const target = resolveRelative(file, entry.specifier);
  if (target !== undefined && isStart(file, target, map)) return undefined;
  return target === undefined
    ? brokenPackageRule(room, entry.specifier, map)
    : brokenRoomRule(room, target, map) ?? brokenChildRule(file, target, entry, map);
}

/** Whether an import names the program of a child in its starter; it may stand in any room, as it is never called there. */
function isStart(file: string, path: string, { childPrograms }: RoomMap): boolean {
  return childPrograms.some(({ starter, folder }) =>
    file === starter && path === `${folder}main.ts`
  );
}

/** The host does not run the programs of its children. */
function brokenChildRule(
  file: string,
  path: string,
  { kind }: Import,
  { childPrograms }: RoomMap,
): string | undefined {
  const child = childPrograms.find(({ folder }) => path.startsWith(folder));
  if (child === undefined || kind === "type" || file.startsWith(child.folder)) return undefined;
  return `"${child.folder}" runs in a child process; ask it through ${child.starter}`;
}

function brokenRoomRule(from: Room, path: string, map: RoomMap): string | undefined {
  const to = roomOf(path, map);
  if (!to) return `"${path}" is in no room, so the library may not import it`;
  if (from === to) return undefined;
  if (to === map.sandbox && from.name !== "protocol") {
    const shared = map.sharedSandboxFiles.find((file) => file.path === path);
    if (shared?.by === from.name) return undefined;
    return shared
      ? `of the host's rooms only "${shared.by}" may import this file of the sandbox`
      : "the host may not run this file of the sandbox; import it as text, or list it in tools/rooms.ts";
  }
  // The sandbox stands beside the host's rooms, just above the protocol.
  const order = (room: Room): number =>
    room === map.sandbox
      ? map.rooms.findIndex(({ name }) => name === "protocol") + 0.5
      : map.rooms.indexOf(room);
  if (order(to) < order(from)) return undefined;
  return `"${from.name}" may not import "${to.name}", which comes after it in tools/rooms.ts`;
}

function brokenPackageRule(room: Room, specifier: string, map: RoomMap): string | undefined {
  const name = packageOf(specifier);
  if (name === "@opto/opto") return "the library imports its own files by relative paths";
  if (room.only && !room.only.includes(name)) {
    const allowed = room.only.map((other) => `"${other}"`).join(", ") || "nothing";
    return `"${room.name}" may import from outside only ${allowed}`;
  }
  const shared = map.sharedPackages.find((entry) => entry.name === name);
  if (shared?.by === undefined || shared.by === room.name) return undefined;
  return `only "${shared.by}" may import "${name}"`;
}

/** The files that import a package's code, for every package that is not the runtime's own. */
export function packageOwners(modules: Modules): Map<string, Map<string, Import>> {
  const owners = new Map<string, Map<string, Import>>();
  for (const [file, imports] of modules) {
    for (const entry of imports) {
      const isPackage = resolveRelative(file, entry.specifier) === undefined &&
        !entry.specifier.startsWith("node:") && !entry.specifier.startsWith("@opto/opto");
      if (!isPackage || entry.kind !== "code") continue;
      const name = packageOf(entry.specifier);
      const files = owners.get(name) ?? new Map<string, Import>();
      owners.set(name, files.has(file) ? files : files.set(file, entry));
    }
  }
  return new Map([...owners].sort(([a], [b]) => a < b ? -1 : 1));
}

function* secondOwners(modules: Modules, { sharedPackages }: RoomMap): Generator<Violation> {
  for (const [name, files] of packageOwners(modules)) {
    if (files.size < 2 || sharedPackages.some((shared) => shared.name === name)) continue;
    const [first, ...others] = files;
    for (const [file, { line, specifier }] of others) {
      const rule =
        `"${name}" has an owner, ${first?.[0]}; import that file, only types of the package, ` +
        "or list the package in tools/rooms.ts with the reason";
      yield { file, line, specifier, rule };
    }
  }
}

/** Entries of the map that nothing uses any more. */
function* unusedEntries(modules: Modules, map: RoomMap): Generator<Violation> {
  const file = "tools/rooms.ts";
  const imported = new Set<string>();
  for (const [from, imports] of modules) {
    for (const { specifier } of imports) {
      imported.add(resolveRelative(from, specifier) ?? packageOf(specifier));
    }
  }
  const entries = [
    ...map.sharedSandboxFiles.map(({ path }) => path),
    ...map.sharedPackages.map(({ name }) => name),
  ];
  for (const entry of entries) {
    if (imported.has(entry)) continue;
    yield { file, line: 0, specifier: "", rule: `lists "${entry}", which no file imports` };
  }
  for (const room of [...map.rooms, map.sandbox]) {
    if ([...modules.keys()].some((path) => roomOf(path, map) === room)) continue;
    yield {
      file,
      line: 0,
      specifier: "",
      rule: `lists the room "${room.name}", which has no file`,
    };
  }
}

/** One violation for each import that closes a circle of files. */
function* circles(modules: Modules, { allowedCircles }: RoomMap): Generator<Violation> {
  const finished = new Set<string>();
  const path: string[] = [];
  const walk = function* (file: string): Generator<Violation> {
    path.push(file);
    for (const { specifier, line, kind } of modules.get(file) ?? []) {
      const target = resolveRelative(file, specifier);
      if (target === undefined || kind === "data" || finished.has(target)) continue;
      if (allowedCircles.some(({ from, to }) => from === file && to === target)) continue;
      const start = path.indexOf(target);
      if (start < 0) {
        yield* walk(target);
      } else {
        const circle = [...path.slice(start), target].join(" → ");
        yield { file, line, specifier, rule: `closes a circle: ${circle}` };
      }
    }
    path.pop();
    finished.add(file);
  };
  for (const file of modules.keys()) if (!finished.has(file)) yield* walk(file);
}
