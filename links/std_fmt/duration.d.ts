// The part of @std/fmt 1.0.10 that Opto uses, typed for the offline link.
export interface FormatOptions {
  style?: "narrow" | "digital" | "full";
  ignoreZero?: boolean;
}
export function format(ms: number, options?: FormatOptions): string;
