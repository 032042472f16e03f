/**
 * Counters and histograms in Prometheus' text format, version 0.0.4. Labels have a fixed set of values each.
 *
 * @module
 */

/** Values by name of the label. */
type Labels = Readonly<Record<string, string>>;

/** Name and meaning of a metric. */
export interface MetricName {
  readonly name: string;
  /** One sentence. */
  readonly help: string;
}

/** A number that only grows. */
export class Counter {
  readonly #name: MetricName;
  readonly #values = new Map<string, number>();

  /** @param name ends in `_total` @param known labels that are shown from the start, with 0 */
  constructor(name: MetricName, known: readonly Labels[] = [{}]) {
    this.#name = name;
    for (const labels of known) this.add(labels, 0);
  }

  /** Adds an amount; nothing for one that is negative or not finite, which a log may hold. */
  add(labels: Labels = {}, amount = 1): void {
    if (!isAmount(amount)) return;
    const key = labelText(labels);
    this.#values.set(key, (this.#values.get(key) ?? 0) + amount);
  }

  /** The lines of the metric. */
  lines(): string[] {
    const { name } = this.#name;
    return [
      ...headLines(this.#name, "counter"),
      ...[...this.#values].map(([labels, value]) => `${name}${labels} ${value}`),
    ];
  }
}

/** Observations by size. */
export class Histogram {
  readonly #name: MetricName;
  readonly #bounds: readonly number[];
  readonly #series = new Map<string, { labels: Labels; counts: number[]; sum: number }>();

  /** @param bounds upper ends of the buckets but the last, rising @param known as of a counter */
  constructor(name: MetricName, bounds: readonly number[], known: readonly Labels[] = [{}]) {
    this.#name = name;
    this.#bounds = bounds;
    for (const labels of known) this.#of(labels);
  }

  /** Counts an observation; none that is negative or not finite. */
  observe(labels: Labels, value: number): void {
    if (!isAmount(value)) return;
    const series = this.#of(labels);
    const found = this.#bounds.findIndex((bound) => value <= bound);
    const bucket = found === -1 ? this.#bounds.length : found;
    series.counts[bucket] = (series.counts[bucket] ?? 0) + 1;
    series.sum += value;
  }

  /** The lines of the metric; a bucket counts the smaller ones too. */
  lines(): string[] {
    const { name } = this.#name;
    const bounds = [...this.#bounds.map(String), "+Inf"];
    const lines = headLines(this.#name, "histogram");
    for (const { labels, counts, sum } of this.#series.values()) {
      let total = 0;
      for (const [bucket, le] of bounds.entries()) {
        total += counts[bucket] ?? 0;
        lines.push(`${name}_bucket${labelText({ ...labels, le })} ${total}`);
      }
      lines.push(`${name}_sum${labelText(labels)} ${sum}`);
      lines.push(`${name}_count${labelText(labels)} ${total}`);
    }
    return lines;
  }

  #of(labels: Labels) {
    const key = labelText(labels);
    const known = this.#series.get(key);
    if (known !== undefined) return known;
    const series = { labels, counts: [], sum: 0 };
    this.#series.set(key, series);
    return series;
  }
}

/** The lines of a number at this time. */
export function gaugeLines(
  name: MetricName,
  samples: readonly (readonly [Labels, number])[],
): string[] {
  return [
    ...headLines(name, "gauge"),
    ...samples.map(([labels, value]) => `${name.name}${labelText(labels)} ${value}`),
  ];
}

function isAmount(value: number): boolean {
  return value >= 0 && value < Infinity;
}

function headLines({ name, help }: MetricName, type: string): string[] {
  return [`# HELP ${name} ${help}`, `# TYPE ${name} ${type}`];
}

function labelText(labels: Labels): string {
  const pairs = Object.entries(labels).map(([name, value]) => `${name}=${JSON.stringify(value)}`);
  return pairs.length === 0 ? "" : `{${pairs.join(",")}}`;
}
