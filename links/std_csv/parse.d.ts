// The part of @std/csv 1.0.6 that Opto uses, typed for the offline link.
export function parse(input: string): string[][];
