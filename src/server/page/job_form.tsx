/** @jsxRuntime automatic */
/** @jsxImportSource hono/jsx */
/**
 * The page with the form that creates a job.
 *
 * @module
 */
import type { JSX } from "hono/jsx/jsx-runtime";
import type { Offer } from "../../jobs/offer.ts";
import { optimizerNames } from "../../optimizer/optimizers.ts";
import { trainerNames } from "../../trainer/trainers.ts";
import { htmlDocument } from "./document.tsx";
import {
  Choice,
  Field,
  fieldsOf,
  type JobFormState,
  NumberField,
  TextField,
} from "./form_fields.tsx";
import { filePrefix, type JobFormContent } from "./job_form_content.ts";

/** What the page shows besides the empty form. */
export interface JobFormOptions extends JobFormState {
  /** What the holder has left to spend, in words. */
  readonly left?: string | undefined;
}

/** The page as HTML. Each field is sent at the JSON pointer that is its name, and its fault is shown there. */
export function jobFormPage({ tasks, models }: Offer, options: JobFormOptions = {}): string {
  const { left, content, refusal } = options;
  const of = fieldsOf(options);
  const isSource = content?.kind === "source";
  return htmlDocument(
    <>
      <h1>New job</h1>
      {left !== undefined && <p class="note">Left to spend: {left}.</p>}
      <form id="new-job" method="post" action="/new" enctype="multipart/form-data" novalidate>
        <p id="refusal" role="alert" tabindex={-1} autofocus={refusal !== undefined}>
          {of.refusalText}
        </p>
        <fieldset>
          <legend>Task</legend>
          <p class="choices">
            <label>
              <input type="radio" name="kind" value="task" checked={!isSource} />{" "}
              registered on this server
            </label>
            <label>
              <input type="radio" name="kind" value="source" checked={isSource} />{" "}
              a source of my own
            </label>
          </p>
          <div id="by-task">
            <Choice
              of={of}
              name="/task"
              label="Task"
              values={tasks.map(({ name }) => name)}
            />
            <dl class="tasks">
              {tasks.filter(({ description }) => description).map(({ name, description }) => (
                <div key={name}>
                  <dt>{name}</dt>
                  <dd>{description}</dd>
                </div>
              ))}
            </dl>
          </div>
          <div id="by-source">
            <SourceFields of={of} content={content} />
          </div>
          <TextField of={of} name="/name" label="Name of the job" placeholder="that of the task" />
        </fieldset>
        <fieldset>
          <legend>How</legend>
          <div class="fields">
            <Choice
              of={of}
              name="/options/optimizer"
              label="Optimizer"
              other="that of the task"
              values={optimizerNames}
            />
            <Choice
              of={of}
              name="/options/trainer"
              label="Trainer"
              other="that of the task"
              values={trainerNames}
            />
            {models.length > 0 && (
              <Choice
                of={of}
                name="/options/model"
                label="Model"
                other="none: built-in search"
                values={models}
              />
            )}
            {models.length > 0 && (
              <Choice
                of={of}
                name="/options/agentModel"
                label="Model of the agent"
                other="the same"
                values={models}
              />
            )}
            <NumberField of={of} name="/options/steps" label="Steps" min={1} placeholder="auto" />
            <NumberField
              of={of}
              name="/options/batchSize"
              label="Examples in a step"
              min={1}
              placeholder="auto"
            />
            <NumberField of={of} name="/options/seed" label="Seed" min={0} placeholder="0" />
            <NumberField
              of={of}
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
              of={of}
              name="/options/budget/seconds"
              label="Seconds"
              min={0}
              placeholder="3600"
            />
            <NumberField
              of={of}
              name="/options/budget/evaluations"
              label="Evaluations"
              min={0}
              placeholder="no limit"
            />
            <NumberField
              of={of}
              name="/options/budget/calls"
              label="Model calls"
              min={0}
              placeholder="default"
            />
            <NumberField
              of={of}
              name="/options/budget/tokens"
              label="Tokens"
              min={0}
              placeholder="default"
            />
            <NumberField
              of={of}
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

/** The source of a task: its text, or files, which only a script can read. */
function SourceFields({ of, content }: {
  readonly of: ReturnType<typeof fieldsOf>;
  readonly content: JobFormContent | undefined;
}): JSX.Element {
  const { files } = content ?? {};
  const hasFiles = files !== undefined;
  const source = of.text("/source");
  return (
    <>
      <Field
        of={of}
        name="/source"
        label="Source: one TypeScript module with a task as its default export"
      >
        <textarea
          id="/source"
          name="/source"
          rows={12}
          spellcheck={false}
          data-kind="text"
          disabled={hasFiles}
          {...of.faultOf("/source")}
        >
          {hasFiles ? "" : source}
        </textarea>
      </Field>
      <div class="needs-script">
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
      </div>
      <div id="chosen-files" hidden={!hasFiles}>
        {Object.entries(files ?? {}).map(([path, text]) => (
          <input key={path} type="hidden" name={filePrefix + path} value={text} data-file={path} />
        ))}
        <label class="field">
          <span>The file with the task</span>
          <select id="source-entry" name="/source" data-kind="text" disabled={!hasFiles}>
            {Object.keys(files ?? {}).map((path) => (
              <option key={path} value={path} selected={path === source}>{path}</option>
            ))}
          </select>
        </label>
        <p id="files-left-out" class="quiet" role="status">
          {files && `The files of the source: ${Object.keys(files).join(", ")}.`}
        </p>
        <button type="button" id="drop-files" class="needs-script">Write the source instead</button>
      </div>
      <div class="fields">
        <NumberField
          of={of}
          name="/options/taskLimits/memoryMb"
          label="Memory of the task, in megabytes"
          min={16}
          placeholder="the server's limit"
        />
        <NumberField
          of={of}
          name="/options/taskLimits/processorMs"
          label="Processor time of an evaluation, in milliseconds"
          min={100}
          placeholder="the server's limit"
        />
      </div>
    </>
  );
}
