/**
 * Finds the places in the values of a candidate at which the search can move, and reads and writes values there.
 *
 * @module
 */
import type { ParameterState, Values } from "../../problem/problem.ts";
import { isRecord } from "../../record.ts";
import type { Domain } from "./domain.ts";
import { domainOf } from "./domain_of.ts";
import { isWithin } from "./is_within.ts";

/** Names of fields and numbers of items, from the parameter's name on. */
export type Path = readonly (string | number)[];

/** A place in the values of a candidate: a parameter, or a part of it. */
export interface Place<Of extends Domain = Domain> {
  readonly path: Path;
  readonly domain: Of;
  /** The present value; `undefined` for a field that is left out. */
  readonly value: unknown;
  /** Whether it may be left out. */
  readonly isOptional: boolean;
}

const domains = new WeakMap<ParameterState, Domain>();

/** The domain of a parameter; that of code is fixed. */
export function domainOfParameter(parameter: ParameterState): Domain {
  const { kind, value, jsonSchema = {} } = parameter;
  const known = domains.get(parameter);
  if (known !== undefined) return known;
  const domain: Domain = kind === "code" ? { kind: "fixed" } : domainOf(jsonSchema, value);
  domains.set(parameter, domain);
  return domain;
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
        isOptional: false,
      })
    );
}

/** A place and its parts. */
export function placesIn(place: Place): readonly Place[] {
  return [place, ...partsOf(place).flatMap(placesIn)];
}

/** The parts of a place, one level below it. */
function partsOf({ path, domain, value }: Place): readonly Place[] {
  if (value === undefined) return [];
  const part = (key: string | number, domain: Domain, value: unknown): Place => ({
    path: [...path, key],
    domain,
    value,
    isOptional: false,
  });
  switch (domain.kind) {
    case "list":
      return listOf(value).map((item, index) => part(index, domain.items, item));
    case "tuple":
      return listOf(value).flatMap((item, index) => {
        const of = domain.items[index] ?? domain.rest;
        return of === undefined ? [] : [part(index, of, item)];
      });
    case "fields":
      if (!isRecord(value)) return [];
      return Object.entries(domain.fields).map(([name, field]) => ({
        ...part(name, field, Object.hasOwn(value, name) ? value[name] : undefined),
        isOptional: domain.optional.includes(name),
      }));
    case "map":
      if (!isRecord(value)) return [];
      return Object.entries(value).map(([name, item]) => part(name, domain.values, item));
    case "union": {
      const branch = domain.branches[branchOf(domain.branches, value)];
      return branch === undefined ? [] : [{ path, domain: branch, value, isOptional: false }];
    }
    default:
      return [];
  }
}

/** The number of the first branch that a value is in; -1 without one. */
export function branchOf(branches: readonly Domain[], value: unknown): number {
  return branches.findIndex((branch) => isWithin(value, branch));
}

/** The value at a place; `undefined` where a candidate has none. */
export function valueAt(values: Values, path: Path): unknown {
  return path.reduce<unknown>(
    (whole, key) =>
      typeof whole === "object" && whole !== null && Object.hasOwn(whole, key)
        ? Reflect.get(whole, key)
        : undefined,
    values,
  );
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
