/**
 * Finds the places in the values of a candidate at which the search can move, and writes new values there.
 *
 * @module
 */
import type { ParameterState, Values } from "../../problem/problem.ts";
import { isRecord } from "../../record.ts";
import { type Domain, domainOf } from "./domain.ts";
import { isWithin } from "./is_within.ts";

/** Names of fields and numbers of items, from the parameter's name on. */
export type Path = readonly (string | number)[];

/** A place in the values of a candidate: a parameter, or a part of it. */
export interface Place<Of extends Domain = Domain> {
  readonly path: Path;
  readonly domain: Of;
  /** The present value. */
  readonly value: unknown;
}

/** The domain of a parameter; code has none. */
export function domainOfParameter({ value, jsonSchema = {} }: ParameterState): Domain {
  return domainOf(jsonSchema, value);
}

/**
 * All places of a candidate, each before its parts. The branch of a union that the value is in is a place of the same path; a
 * field that is left out has the value `undefined` and no parts.
 */
export function placesOf(
  parameters: readonly ParameterState[],
  values: Values,
): readonly Place[] {
  return parameters
    .filter(({ kind }) => kind === "value")
    .flatMap((parameter) =>
      placesIn({
        path: [parameter.name],
        domain: domainOfParameter(parameter),
        value: values[parameter.name],
      })
    );
}

/** A place and its parts. */
export function placesIn(place: Place): readonly Place[] {
  return [place, ...partsOf(place).flatMap(placesIn)];
}

/** The parts of a place, one level below it. */
function partsOf({ path, domain, value }: Place): readonly Place[] {
  const part = (key: string | number, domain: Domain, value: unknown): Place => ({
    path: [...path, key],
    domain,
    value,
  });
  switch (domain.kind) {
    case "list":
      return listOf(value).map((item, index) => part(index, domain.items, item));
    case "tuple":
      return domain.items.map((item, index) => part(index, item, listOf(value)[index]));
    case "fields":
      if (!isRecord(value)) return [];
      return Object.entries(domain.fields).map(([name, field]) =>
        part(name, field, Object.hasOwn(value, name) ? value[name] : undefined)
      );
    case "map":
      if (!isRecord(value)) return [];
      return Object.entries(value).map(([name, item]) => part(name, domain.values, item));
    case "union": {
      const branch = domain.branches.find((branch) => isWithin(value, branch));
      return branch === undefined ? [] : [{ path, domain: branch, value }];
    }
    default:
      return [];
  }
}

/** The values with a new one at a place. */
export function withValueAt(values: Values, path: Path, value: unknown): Values {
  return replaced(values, path, value) as Values; // as: the path begins with a parameter's name
}

function replaced(whole: unknown, [key, ...rest]: Path, value: unknown): unknown {
  if (key === undefined) return value;
  if (Array.isArray(whole)) {
    return whole.map((item, index) => index === key ? replaced(item, rest, value) : item);
  }
  const record = isRecord(whole) ? whole : {};
  return { ...record, [key]: replaced(record[key], rest, value) };
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
