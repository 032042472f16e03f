/** @jsxRuntime automatic */
/** @jsxImportSource hono/jsx */
/**
 * Controls of the form for a job, each with its label, its text and its fault.
 *
 * @module
 */
import type { Child } from "hono/jsx";
import type { JSX } from "hono/jsx/jsx-runtime";
import type { FieldFault } from "../problem.ts";
import { jobFields, type JobFormContent } from "./job_form_content.ts";

/** What stands in the form. */
export interface JobFormState {
  /** @default an empty form */
  readonly content?: JobFormContent | undefined;
  /** Why it was refused. */
  readonly refusal?: {
    readonly title: string;
    readonly message: string;
    readonly faults: readonly FieldFault[];
  } | undefined;
}

/** Texts and faults by field. */
interface Fields {
  /** What the form as a whole is told. */
  readonly refusalText: string;
  text(name: string): string;
  detail(name: string): string;
  /** Attributes of a control at fault. */
  faultOf(name: string): Readonly<Record<string, string>>;
}

/** Sorts the faults: those of fields are shown there, others above the form. */
export function fieldsOf({ content, refusal }: JobFormState): Fields {
  const faults = refusal?.faults ?? [];
  const atFields = new Map(
    faults.filter(({ pointer }) => jobFields.has(pointer))
      .map(({ pointer, detail }) => [pointer, detail]),
  );
  const others = faults.filter(({ pointer }) => !jobFields.has(pointer))
    .map(({ pointer, detail }) => `${pointer}: ${detail}`);
  return {
    refusalText: refusal === undefined
      ? ""
      : atFields.size > 0 && others.length === 0
      ? `${refusal.title}; see the fields below.`
      : [refusal.title, refusal.message, ...others].join("\n"),
    text: (name) => content?.texts[name] ?? "",
    detail: (name) => atFields.get(name) ?? "",
    faultOf: (name): Record<string, string> =>
      atFields.has(name) ? { "aria-invalid": "true", "aria-describedby": `fault-of-${name}` } : {},
  };
}

interface FieldOptions {
  readonly of: Fields;
  readonly name: string;
  readonly label: string;
}

/** A control with its label, and room for its fault. */
export function Field({ of, name, label, children }: FieldOptions & {
  readonly children: Child;
}): JSX.Element {
  return (
    <div class="field">
      <label for={name}>{label}</label>
      {children}
      <p class="fault" id={`fault-of-${name}`}>{of.detail(name)}</p>
    </div>
  );
}

/** A list to choose from; a text of the form that it does not have is added, so that its refusal tells why. */
export function Choice({ of, name, label, other, values }: FieldOptions & {
  /** What happens where none is chosen. @default one must be chosen */
  readonly other?: string;
  readonly values: readonly string[];
}): JSX.Element {
  const text = of.text(name);
  const shown = text === "" || values.includes(text) ? values : [...values, text];
  return (
    <Field of={of} name={name} label={label}>
      <select id={name} name={name} data-kind="text" {...of.faultOf(name)}>
        {other !== undefined && <option value="">{other}</option>}
        {shown.map((value) => (
          <option key={value} value={value} selected={value === text}>{value}</option>
        ))}
      </select>
    </Field>
  );
}

interface InputOptions extends FieldOptions {
  readonly placeholder: string;
}

/** A line of text. */
export function TextField(options: InputOptions): JSX.Element {
  return <InputField {...options} attributes={{ "data-kind": "text", autocomplete: "off" }} />;
}

/** A number, whole unless a step is given. */
export function NumberField({ min, step = "1", ...options }: InputOptions & {
  readonly min: number;
  readonly step?: string;
}): JSX.Element {
  const attributes = { "data-kind": "number", type: "number", inputmode: "decimal", min, step };
  return <InputField {...options} attributes={attributes} />;
}

function InputField({ of, name, label, placeholder, attributes }: InputOptions & {
  readonly attributes: Readonly<Record<string, string | number>>;
}): JSX.Element {
  return (
    <Field of={of} name={name} label={label}>
      <input
        id={name}
        name={name}
        value={of.text(name)}
        placeholder={placeholder}
        {...attributes}
        {...of.faultOf(name)}
      />
    </Field>
  );
}
