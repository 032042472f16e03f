/** @jsxRuntime automatic */
/** @jsxImportSource hono/jsx */
/**
 * The form that creates a job.
 *
 * @module
 */
import type { JSX } from "hono/jsx/jsx-runtime";
import type { Offer, OfferedTask } from "../../jobs/offer.ts";

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
      {models.length > 0 && (
        <div class="row">
          <ModelSelect name="model" label="Model" other="none: built-in search" models={models} />
          <ModelSelect
            name="agentModel"
            label="Model of the agent"
            other="the same"
            models={models}
          />
        </div>
      )}
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

function ModelSelect({ name, label, other, models }: {
  readonly name: string;
  readonly label: string;
  /** What happens where none is chosen. */
  readonly other: string;
  readonly models: readonly string[];
}): JSX.Element {
  return (
    <label>
      {label}
      <select name={name}>
        <option value="">{other}</option>
        {models.map((model) => <option key={model}>{model}</option>)}
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
