/**
 * The lines of an event log: JSON with a checksum as the last field, chained from line to line.
 *
 * The checksum is the CRC-32 of the line up to it, continued from the checksum of the line before. So it finds a
 * changed bit as well as a line that was removed, doubled or moved. Lines without a checksum (by hand, from `--json`)
 * are read only before the first line that has one, which covers them too.
 *
 * @module
 */
import { crc32 } from "node:zlib";
import type { RunEvent } from "./event.ts";
import { jsonText } from "./json_text.ts";
import { packEvent, unpackEvent } from "./packed_event.ts";

/** Characters of `,"crc":"01234567"}`. */
const suffixLength = 18;

const suffix = /,"crc":"[0-9a-f]{8}"\}$/;

/** The same with a space for each digit. */
const template = `,"crc":"${" ".repeat(8)}"}`;

/** Bytes that may be changed in a checksum that is still known as one. */
const mostChanged = 2;

/** Writes or reads lines in order, each checked against those before. */
export class LineChain {
  #crc = 0;
  /** Before the last written line. */
  #earlier = 0;
  /** Whether a line had a checksum: all later ones need it. */
  #isChecked = false;

  /** The next line, with its line feed. @throws {RangeError} when the event is too large to be read again */
  write(event: RunEvent): Uint8Array<ArrayBuffer> {
    this.#earlier = this.#crc;
    const body = jsonText(packEvent(event)).slice(0, -1);
    const line = new TextEncoder().encode(`${body}${" ".repeat(suffixLength)}\n`);
    const end = line.length - suffixLength - 1;
    this.#isChecked = true;
    this.#crc = crc32(line.subarray(0, end), this.#crc);
    new TextEncoder().encodeInto(suffixOf(this.#crc), line.subarray(end));
    return line;
  }

  /** Takes the last written line back. */
  undo(): void {
    this.#crc = this.#earlier;
  }

  /** Whether bytes, without a line feed, are the next line; then they are taken as read. */
  takes(line: Uint8Array): boolean {
    if (!this.#isChecked && !hasChecksum(line)) {
      this.#crc = crc32(line, this.#crc);
      return true;
    }
    const end = Math.max(0, line.length - suffixLength);
    const crc = crc32(line.subarray(0, end), this.#crc);
    if (new TextDecoder().decode(line.subarray(end)) !== suffixOf(crc)) return false;
    this.#crc = crc;
    this.#isChecked = true;
    return true;
  }

  /** Whether bytes are the next line and one more byte: its line feed was changed. */
  hasNext(line: Uint8Array): boolean {
    const whole = line.subarray(0, -1);
    return hasChecksum(whole) && this.#copy().takes(whole);
  }

  #copy(): LineChain {
    const copy = new LineChain();
    copy.#crc = this.#crc;
    return copy;
  }
}

function suffixOf(crc: number): string {
  return `,"crc":"${crc.toString(16).padStart(8, "0")}"}`;
}

/** Whether a line ends in a checksum, right or wrong, or in one of which a few bytes were changed. */
export function hasChecksum(line: Uint8Array): boolean {
  if (line.length < suffixLength) return false;
  const end = line.subarray(-suffixLength);
  const changed = end.filter((byte, place) => {
    const expected = template.charCodeAt(place);
    return expected !== 32 && byte !== expected;
  });
  return changed.length <= mostChanged;
}

/** The event of a checked line, before its fields are checked. @throws {Error} when it is not JSON, or packed wrongly */
export function parseLine(line: string): unknown {
  const parsed: unknown = JSON.parse(line);
  if (typeof parsed !== "object" || parsed === null) return parsed;
  const { crc: _crc, ...event } = parsed as { crc?: unknown }; // as: its fields are not known yet
  return unpackEvent(event);
}

/** The event of a line as JSON, without the checksum: what a reader of the run gets. */
export function eventJsonOf(line: string): string {
  return line.includes(',"packed":{') ? jsonText(parseLine(line)) : line.replace(suffix, "}");
}
