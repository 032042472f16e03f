/**
 * The domain of a value: what the search may make of it. Types only.
 *
 * A domain has bounds, choices, fields and branches in one form each, however the JSON Schema says them.
 *
 * @module
 */

/** Numbers within bounds; an infinite bound is none. */
export interface NumberDomain {
  readonly kind: "number";
  readonly least: number;
  readonly most: number;
  /** Whether the bound itself is outside. */
  readonly isLeastExcluded: boolean;
  readonly isMostExcluded: boolean;
  readonly isWhole: boolean;
  /** Values are multiples of it. @default any number */
  readonly step?: number;
}

/** One of a list of values, two or more. */
export interface ChoiceDomain {
  readonly kind: "choice";
  readonly options: readonly unknown[];
}

/** A list of equal items. */
export interface ListDomain {
  readonly kind: "list";
  readonly items: Domain;
  readonly least: number;
  /** Infinite without a bound. */
  readonly most: number;
}

/** A list with a domain for each place. */
export interface TupleDomain {
  readonly kind: "tuple";
  readonly items: readonly Domain[];
  /** Fewest items: those at the end may be left out. */
  readonly least: number;
  /** The domain of further items; the search keeps their number. @default there are none */
  readonly rest?: Domain;
}

/** An object with known fields. */
export interface FieldsDomain {
  readonly kind: "fields";
  readonly fields: Readonly<Record<string, Domain>>;
  /** Fields that may be left out. */
  readonly optional: readonly string[];
  /** Whether a value may have no other fields. */
  readonly isClosed: boolean;
}

/** A record of any names; the search keeps the names. */
export interface MapDomain {
  readonly kind: "map";
  readonly values: Domain;
}

/** One of several domains, as in a union or a nullable value; without branches no value is in it. */
export interface UnionDomain {
  readonly kind: "union";
  readonly branches: readonly Domain[];
}

/** A text without listed choices. */
export interface TextDomain {
  readonly kind: "text";
  /** Fewest characters. */
  readonly least: number;
  /** Infinite without a bound. */
  readonly most: number;
  /** A regular expression that matches it. @default any text */
  readonly pattern?: string;
}

/** A single value, or one whose schema says nothing that the search can use. */
export interface FixedDomain {
  readonly kind: "fixed";
  /** The only value. @default the present one */
  readonly only?: { readonly value: unknown };
}

/** What a value may be. */
export type Domain =
  | NumberDomain
  | ChoiceDomain
  | ListDomain
  | TupleDomain
  | FieldsDomain
  | MapDomain
  | UnionDomain
  | TextDomain
  | FixedDomain;
