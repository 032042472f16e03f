/** @jsxRuntime automatic */
/** @jsxImportSource hono/jsx */
/**
 * The page with the form that creates a job.
 *
 * @module
 */
import type { Child } from "hono/jsx";
import type { JSX } from "hono/jsx/jsx-runtime";
import type { Offer } from "../../jobs/offer.ts";
import { optimizerNames } from "../../optimizer/optimizers.ts";
import { trainerNames } from "../../trainer/trainers.ts";
import { htmlDocument } from "./document.tsx";

/**
 * The page as HTML. The script sends each field at the JSON pointer that is its name, and shows faults there.
 *
 * @param left what the holder has left to spend, in words
 */
export function jobFormPage({ tasks, models }: Offer, left?: string): string {
  return htmlDocument(
    <>
      <h1>New job</h1>
      <noscript>
        <p class="note">
          This form needs JavaScript. Without it, send a request as in the documentation.
        </p>
      </noscript>
      {left !== undefined && <p class="note">Left to spend: {left}.</p>}
      <form id="new-job" novalidate>
        <p id="refusal" role="alert" tabindex={-1}></p>
        <fieldset>
          <legend>Task</legend>
          <p class="choices">
            <label>
              <input type="radio" name="kind" value="task" checked /> registered on this server
            </label>
            <label>
              <input type="radio" name="kind" value="source" /> a source of my own
            </label>
          </p>
          <div id="by-task">
            <Field name="/task" label="Task">
              <select id="/task" name="/task" data-kind="text">
                {tasks.map(({ name }) => <option key={name} value={name}>{name}</option>)}
              </select>
            </Field>
            <dl class="tasks">
              {tasks.filter(({ description }) => description).map(({ name, description }) => (
                <div key={name}>
                  <dt>{name}</dt>
                  <dd>{description}</dd>
                </div>
              ))}
            </dl>
          </div>
          <div id="by-source" hidden>
            <Field
              name="/source"
              label="Source: one TypeScript module with a task as its default export"
            >
              <textarea
                id="/source"
                name="/source"
                rows={12}
                spellcheck={false}
                data-kind="text"
                disabled
              >
              </textarea>
            </Field>
            <div class="fields">
              <label class="field">
                <span>or files</span>
                <input id="source-files" type="file" multiple accept=".ts,.mts,.js,.mjs" />
              </label>
              <label class="field">
                <span>or a folder</span>
                <input id="source-folder" type="file" webkitdirectory />
              </label>
            </div>
            <div id="chosen-files" hidden>
              <label class="field">
                <span>The file with the task</span>
                <select id="source-entry" name="/source" data-kind="text" disabled></select>
              </label>
              <p id="files-left-out" class="quiet" role="status"></p>
              <button type="button" id="drop-files">Write the source instead</button>
            </div>
          </div>
          <TextField name="/name" label="Name of the job" placeholder="that of the task" />
        </fieldset>
        <fieldset>
          <legend>How</legend>
          <div class="fields">
            <Choice
              name="/options/optimizer"
              label="Optimizer"
              other="that of the task"
              values={optimizerNames}
            />
            <Choice
              name="/options/trainer"
              label="Trainer"
              other="that of the task"
              values={trainerNames}
            />
            {models.length > 0 && (
              <Choice
                name="/options/model"
                label="Model"
                other="none: built-in search"
                values={models}
              />
            )}
            {models.length > 0 && (
              <Choice
                name="/options/agentModel"
                label="Model of the agent"
                other="the same"
                values={models}
              />
            )}
            <NumberField name="/options/steps" label="Steps" min={1} placeholder="auto" />
            <NumberField
              name="/options/batchSize"
              label="Examples in a step"
              min={1}
              placeholder="auto"
            />
            <NumberField name="/options/seed" label="Seed" min={0} placeholder="0" />
            <NumberField
              name="/options/concurrency"
              label="Evaluations at the same time"
              min={1}
              placeholder="auto"
            />
          </div>
        </fieldset>
        <fieldset>
          <legend>Budget</legend>
          <div class="fields">
            <NumberField
              name="/options/budget/seconds"
              label="Seconds"
              min={0}
              placeholder="3600"
            />
            <NumberField
              name="/options/budget/evaluations"
              label="Evaluations"
              min={0}
              placeholder="no limit"
            />
            <NumberField
              name="/options/budget/calls"
              label="Model calls"
              min={0}
              placeholder="default"
            />
            <NumberField
              name="/options/budget/tokens"
              label="Tokens"
              min={0}
              placeholder="default"
            />
            <NumberField
              name="/options/budget/usd"
              label="US dollars"
              min={0}
              placeholder="default"
              step="any"
            />
          </div>
        </fieldset>
        <button type="submit" class="primary">Optimize</button>
      </form>
    </>,
    { title: "New job", place: "new", scripts: ["/new_job.js"] },
  );
}

/** A control with its label, and room for its fault. */
function Field({ name, label, children }: {
  readonly name: string;
  readonly label: string;
  readonly children: Child;
}): JSX.Element {
  return (
    <div class="field">
      <label for={name}>{label}</label>
      {children}
      <p class="fault" id={`fault-of-${name}`}></p>
    </div>
  );
}

function Choice({ name, label, other, values }: {
  readonly name: string;
  readonly label: string;
  /** What happens where none is chosen. */
  readonly other: string;
  readonly values: readonly string[];
}): JSX.Element {
  return (
    <Field name={name} label={label}>
      <select id={name} name={name} data-kind="text">
        <option value="">{other}</option>
        {values.map((value) => <option key={value} value={value}>{value}</option>)}
      </select>
    </Field>
  );
}

function TextField({ name, label, placeholder }: {
  readonly name: string;
  readonly label: string;
  readonly placeholder: string;
}): JSX.Element {
  return (
    <Field name={name} label={label}>
      <input id={name} name={name} data-kind="text" placeholder={placeholder} autocomplete="off" />
    </Field>
  );
}

function NumberField({ name, label, min, placeholder, step = "1" }: {
  readonly name: string;
  readonly label: string;
  readonly min: number;
  readonly placeholder: string;
  readonly step?: string;
}): JSX.Element {
  return (
    <Field name={name} label={label}>
      <input
        id={name}
        name={name}
        data-kind="number"
        type="number"
        inputmode="decimal"
        min={min}
        step={step}
        placeholder={placeholder}
      />
    </Field>
  );
}
