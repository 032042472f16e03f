/**
 * Text made of pieces, each with the exact amount that it adds to the cost of the whole.
 *
 * @module
 */

/**
 * Cost of a text in any unit: tokens, characters, lines. Costs of pieces are added up, so it must give two texts that
 * are joined at a line break the sum of their costs.
 */
export type Cost = (text: string) => number;

/** Text that stands on lines of its own. */
export interface Piece {
  readonly text: string;
  /** Cost of the text and of the line break before it. */
  readonly cost: number;
}

/** A titled part of a text. */
export interface Section<Name extends string = string> {
  readonly name: Name;
  /** The title with the blank line before it, then the body; never the title alone. */
  readonly pieces: readonly Piece[];
}

/** The body texts of sections by name; a missing or empty list leaves the section out. */
export type SectionTexts<Name extends string> = { readonly [N in Name]?: readonly string[] };

/** Writes pieces and sections, and computes the cost of each different piece once. */
export class PieceWriter {
  readonly #cost: Cost;
  readonly #costs = new Map<string, number>();

  /** @param cost of any text */
  constructor(cost: Cost) {
    this.#cost = cost;
  }

  /**
   * A piece of a body. A line of it that looks like a title, `#Code`, gets a backslash: no value opens a section or
   * closes one. Within a template literal the backslash changes nothing.
   */
  piece(text: string): Piece {
    return this.#priced(withoutEndingBlanks(text.replaceAll(/^#(?=[A-Za-z])/gm, "\\#")));
  }

  /** The title of a section, after a blank line. */
  title(name: string): Piece {
    return this.#priced(`\n#${name}`);
  }

  /** The sections that have something to show, in the order of `names`. */
  sections<Name extends string>(
    texts: SectionTexts<Name>,
    names: readonly Name[],
  ): Section<Name>[] {
    return names.flatMap((name) => {
      const pieces = (texts[name] ?? []).map((text) => this.piece(text))
        .filter(({ text }) => text !== "");
      return pieces.length === 0 ? [] : [{ name, pieces: [this.title(name), ...pieces] }];
    });
  }

  #priced(text: string): Piece {
    let cost = this.#costs.get(text);
    if (cost === undefined) {
      cost = this.#cost(`\n${text}`);
      this.#costs.set(text, cost);
    }
    return { text, cost };
  }
}

/** Blanks at the end of a piece would share a token with the line break behind it. */
function withoutEndingBlanks(text: string): string {
  let end = text.length;
  while (end > 0 && (text.charCodeAt(end - 1) <= 32 || text.charCodeAt(end - 1) === 0xa0)) end--;
  return text.slice(0, end);
}

/** The cost of sections, which is that of `sectionsText` after a blank line. */
export function sectionsCost(sections: readonly Section[]): number {
  return piecesOf(sections).reduce((sum, { cost }) => sum + cost, 0);
}

/** The sections as one text, with a blank line between them. */
export function sectionsText(sections: readonly Section[]): string {
  return piecesOf(sections).map(({ text }) => text).join("\n").slice(1);
}

function piecesOf(sections: readonly Section[]): Piece[] {
  return sections.flatMap(({ pieces }) => pieces);
}
