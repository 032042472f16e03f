/**
 * The part of astring's interface that is used here; its own declarations need packages which it does not install.
 *
 * @module
 */
import type { AnyNode } from "acorn";

/** Prints one node, and the nodes below it with the printers of `this`. */
export type Printer = (this: Printers, node: AnyNode, state: { write(text: string): void }) => void;

/** Printers by type of node. */
export type Printers = Record<string, Printer>;

/** astring's own printers. */
export const GENERATOR: Readonly<Printers>;

/** The text of a node. */
export function generate(node: AnyNode, options: { readonly generator: Printers }): string;
