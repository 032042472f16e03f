/**
 * Text made of pieces with exact costs.
 *
 * @module
 */

/**
 * Cost of a text in any unit: tokens, characters, lines. It must be additive for texts joined at a line break,
 * because the costs of pieces are summed.
 */
export type Cost = (text: string) => number;

/** Text of one or more whole lines. */
export interface Piece {
  readonly text: string;
  /** Cost of the text and the preceding line break. */
  readonly cost: number;
}

/** A titled part of a text. */
export interface Section<Name extends string = string> {
  readonly name: Name;
  /** The title with a preceding blank line, then the body, which is not empty. */
  readonly pieces: readonly Piece[];
}

/** The body texts of sections by name; a missing or empty list omits the section. */
export type SectionTexts<Name extends string> = { readonly [N in Name]?: readonly string[] };

/** Makes pieces and sections, and computes the cost of each distinct piece once. */
export class PieceWriter {
  readonly #cost: Cost;
  readonly #costs = new Map<string, number>();

  /** @param cost the cost of a text */
  constructor(cost: Cost) {
    this.#cost = cost;
  }

  /**
   * A piece of a body. A line that looks like a title, `#Code`, gets a backslash, so that no value can start a
   * section. In a template literal the backslash has no effect.
   */
  piece(text: string): Piece {
    const escaped = text.includes("#") ? text.replaceAll(/^#(?=[A-Za-z])/gm, "\\#") : text;
    return this.#priced(withoutEndingBlanks(escaped));
  }

  /** The title of a section, after a blank line. */
  title(name: string): Piece {
    return this.#priced(`\n#${name}`);
  }

  /** The non-empty sections, in the order of `names`. */
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

/** Text from elsewhere as a part of a piece: its further lines are indented, so that none looks like the head of another piece. */
export function indented(text: string): string {
  return text.replaceAll(/(?<=\r\n|[\n\r\u2028\u2029])/g, "  ");
}

/** Trailing blanks of a piece could share a token with the following line break. */
function withoutEndingBlanks(text: string): string {
  let end = text.length;
  while (end > 0 && (text.charCodeAt(end - 1) <= 32 || text.charCodeAt(end - 1) === 0xa0)) end--;
  return text.slice(0, end);
}

/** The cost of sections, equal to that of `sectionsText` after a blank line. */
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
