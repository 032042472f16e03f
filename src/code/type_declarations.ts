/**
 * The type declarations of a module, which are found where its types were erased.
 *
 * @module
 */
import { commentsBefore } from "./function_source.ts";
import type { ParsedModule } from "./parse.ts";

/** A top-level interface, type alias or enum. */
export interface TypeDeclaration {
  readonly name: string;
  readonly start: number;
  readonly end: number;
  /** As its author wrote it, with the comments above it. */
  readonly text: string;
}

/** Names taken from another module. */
export interface TypeImport {
  readonly specifier: string;
  /** Local name → the name it has in that module. */
  readonly names: ReadonlyMap<string, string>;
}

/** What the module declares at its top level, in the order of the text. */
export function typeDeclarations(module: ParsedModule): readonly TypeDeclaration[] {
  const { source } = module;
  const found = topLevelTypes(module).flatMap(({ start, end }) => {
    const text = source.slice(start, end);
    const name =
      /^(?:export\s+)?(?:declare\s+)?(?:interface|type)\s+([\p{ID_Start}$_][\p{ID_Continue}$]*)/u
        .exec(text)?.[1];
    return name && !/^(?:export\s+)?type\s+from\b/.test(text) ? [{ name, start, end }] : [];
  });
  const enums = module.lost.filter(({ kind }) => kind === "enum").flatMap(({ start, end }) => {
    const name = /\benum\s+([\p{ID_Start}$_][\p{ID_Continue}$]*)/u.exec(source.slice(start, end))
      ?.[1];
    return name ? [{ name, start, end }] : [];
  });
  return [...found, ...enums].sort((a, b) => a.start - b.start).map(({ name, start, end }) => ({
    name,
    start,
    end,
    text: commentsBefore(module, start) + source.slice(start, end),
  }));
}

/** What `import` declarations of types, erased or not, bring into the module. */
export function typeImports(module: ParsedModule): readonly TypeImport[] {
  const erased = topLevelTypes(module).map(({ start, end }) => module.source.slice(start, end));
  const kept = module.program.body.filter(({ type }) => type === "ImportDeclaration")
    .map(({ start, end }) => module.source.slice(start, end));
  return [...erased, ...kept].flatMap((text) => {
    const parts = /^import\s+(?:type\s+)?(?:[\w$]+\s*,\s*)?\{([^}]*)\}\s*from\s*(["'])(.*?)\2/.exec(
      text,
    );
    if (!parts) return [];
    const names = (parts[1] ?? "").split(",").flatMap((part) => {
      const [imported, local = imported] = part.trim().replace(/^type\s+/, "").split(/\s+as\s+/);
      return imported && local ? [[local, imported] as const] : [];
    });
    return [{ specifier: parts[3] ?? "", names: new Map(names) }];
  });
}

/** The words that occur in the types of a piece of the module. */
export function wordsInTypes(
  { source, js }: ParsedModule,
  start: number,
  end: number,
): ReadonlySet<string> {
  let types = "";
  for (let index = start; index < end; index++) {
    types += js[index] === source[index] ? " " : source[index];
  }
  return new Set(types.match(/[\p{ID_Start}$_][\p{ID_Continue}$]*/gu));
}

/** The ranges of erased declarations between the statements that are left. */
function topLevelTypes({ source, js, program }: ParsedModule): { start: number; end: number }[] {
  const ranges: { start: number; end: number }[] = [];
  let gapStart = 0;
  for (const { start, end } of [...program.body, { start: source.length, end: source.length }]) {
    const starts = declarationStarts(source, js, gapStart, start);
    for (const [index, from] of starts.entries()) {
      let to = starts[index + 1] ?? start;
      while (to > from && js[to - 1] === source[to - 1]) to--;
      if (to > from) ranges.push({ start: from, end: to });
    }
    gapStart = end;
  }
  return ranges;
}

/** Where declarations begin: erased keywords outside of all brackets, comments and literals. */
function declarationStarts(source: string, js: string, start: number, end: number): number[] {
  const starts: number[] = [];
  const token =
    /\/\/.*|\/\*[^]*?\*\/|(["'`])(?:\\[^]|(?!\1)[^\\])*\1|[[\](){}]|[\p{ID_Start}$_][\p{ID_Continue}$]*|[;=]/uy;
  let depth = 0;
  /** Whether a word here would begin a declaration, or only be another keyword of it. */
  let isOpen = true;
  for (let index = start; index < end;) {
    token.lastIndex = index;
    const text = token.exec(source)?.[0];
    if (text === undefined) {
      if (source[index] === "\n" && depth === 0) isOpen = true;
      index++;
      continue;
    }
    if (/^[[({]$/.test(text)) depth++;
    else if (/^[\])}]$/.test(text)) depth--;
    else if (depth === 0 && /^(?:export|declare|interface|type|import)$/.test(text)) {
      if (isOpen && js[index] !== source[index]) starts.push(index);
    }
    if (!/^\/[/*]/.test(text)) isOpen = depth === 0 && /^[;}]$/.test(text);
    index += text.length;
  }
  return starts;
}
