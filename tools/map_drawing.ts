/**
 * Draws the map of rooms for `docs/architecture.md`: a Mermaid flowchart and two tables.
 *
 * @module
 */
import { type Modules, resolveRelative } from "./imports.ts";
import { packageOwners } from "./map_rules.ts";
import { type Room, type RoomMap, roomOf } from "./rooms.ts";

const begin = "<!-- map: written by `deno task map --write` -->";
const end = "<!-- end of map -->";

/**
 * Puts the drawing between the two marks of a document.
 *
 * @throws {SyntaxError} when a mark is missing
 */
export function placeDrawing(document: string, drawing: string): string {
  const from = document.indexOf(begin);
  const to = document.indexOf(end, from);
  if (from < 0 || to < 0) {
    throw new SyntaxError(`Cannot place the map: the document lacks "${begin}" or "${end}"`);
  }
  return `${document.slice(0, from)}${begin}\n\n${drawing}\n\n${document.slice(to)}`;
}

/** The whole drawing as Markdown that `deno fmt` leaves as it is. */
export function drawMap(modules: Modules, map: RoomMap): string {
  return [flowchart(modules, map), roomTable(map), packageTable(modules)].join("\n\n");
}

/** Arrows for the imports that no longer path of imports implies. */
function flowchart(modules: Modules, map: RoomMap): string {
  const all = roomImports(modules, map);
  /** Whether a path of imports leads from one room to another; a broken map may hold circles. */
  const reach = (from: Room, to: Room, direct: boolean, seen = new Set<Room>()): boolean =>
    [...all.get(from) ?? []].some((next) => {
      if (next === to) return direct;
      if (seen.has(next)) return false;
      seen.add(next);
      return reach(next, to, true, seen);
    });
  const lines = [...map.rooms, map.sandbox].map((room) => `  ${idOf(room)}["${room.name}"]`);
  for (const [from, targets] of all) {
    for (const to of targets) {
      if (!reach(from, to, false)) lines.push(`  ${idOf(from)} --> ${idOf(to)}`);
    }
  }
  return ["```mermaid", "flowchart BT", ...lines, "```"].join("\n");
}

function idOf({ name }: Room): string {
  return name.replaceAll(/\W/g, "_");
}

function roomImports(modules: Modules, map: RoomMap): Map<Room, Set<Room>> {
  const all = new Map([...map.rooms, map.sandbox].map((room) => [room, new Set<Room>()]));
  for (const [file, imports] of modules) {
    const from = roomOf(file, map);
    for (const { specifier, kind } of imports) {
      const target = resolveRelative(file, specifier);
      const to = target === undefined || kind === "data" ? undefined : roomOf(target, map);
      if (from && to && from !== to) all.get(from)?.add(to);
    }
  }
  return all;
}

function roomTable({ rooms, sandbox }: RoomMap): string {
  const row = ({ name, paths, job, only }: Room): string[] => [
    name,
    paths.map((path) => `\`${path}\``).join(", "),
    job,
    only ? only.map((entry) => `\`${entry}\``).join(", ") || "nothing" : "anything",
  ];
  return table(["room", "files", "job", "packages it may import"], [...rooms, sandbox].map(row));
}

function packageTable(modules: Modules): string {
  const rows = [...packageOwners(modules)].map(([name, files]) => [
    `\`${name}\``,
    files.size > 3
      ? `${files.size} files`
      : [...files.keys()].map((file) => `\`${file}\``).join(", "),
  ]);
  return table(["package", "imported by"], rows);
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = head.map((cell, column) =>
    Math.max(cell.length, ...rows.map((row) => row[column]?.length ?? 0))
  );
  const line = (cells: readonly string[], fill: string): string =>
    `| ${widths.map((width, column) => (cells[column] ?? "").padEnd(width, fill)).join(" | ")} |`;
  return [line(head, " "), line([], "-"), ...rows.map((row) => line(row, " "))].join("\n");
}
