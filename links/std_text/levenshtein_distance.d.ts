// The part of @std/text 1.0.19 that Opto uses, typed for the offline link.
export function levenshteinDistance(str1: string, str2: string): number;
