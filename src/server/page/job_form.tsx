/** @jsxRuntime automatic */
/** @jsxImportSource hono/jsx */
/**
 * The form that creates a job.
 *
 * @module
 */
import type { JSX } from "hono/jsx/jsx-runtime";
import type { Offer, OfferedTask } from "../offer.ts";

/** Task, limits and model of a new job. The script reads it and shows a refusal in `#refusal`. */
export function JobForm({ tasks, models }: Offer): JSX.Element {
  return (
    <form id="new-job">
      <TaskSelect tasks={tasks} />
      <div class="row">
        <NumberInput name="steps" label="Steps" min={1} placeholder="auto" />
        <NumberInput name="seconds" label="Seconds" min={1} placeholder="3600" />
        <NumberInput name="seed" label="Seed" min={0} placeholder="0" />
      </div>
      {models.length > 0 && <ModelSelect models={models} />}
      <button type="submit">Optimize</button>
      <p id="refusal" role="alert"></p>
    </form>
  );
}

function TaskSelect({ tasks }: { readonly tasks: readonly OfferedTask[] }): JSX.Element {
  return (
    <label>
      Task
      <select name="task">
        {tasks.map(({ name, description }) => (
          <option key={name} value={name} title={description}>{name}</option>
        ))}
      </select>
    </label>
  );
}

function ModelSelect({ models }: { readonly models: readonly string[] }): JSX.Element {
  return (
    <label>
      Model
      <select name="model">
        <option value="">none: built-in search</option>
        {models.map((name) => <option key={name}>{name}</option>)}
      </select>
    </label>
  );
}

function NumberInput(
  { name, label, min, placeholder }: {
    readonly name: string;
    readonly label: string;
    readonly min: number;
    readonly placeholder: string;
  },
): JSX.Element {
  return (
    <label>
      {label} <input name={name} type="number" min={min} placeholder={placeholder} />
    </label>
  );
}
