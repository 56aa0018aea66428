import { useId } from "preact/hooks";
import type { Field } from "../state/site";
import { say } from "../words/words";
import { FileField } from "./FileField";
import type { Values } from "./values";

/** The fields of a form, each with what is wrong with it. */
export function Fields({ values, faults }: { values: Values; faults: Record<string, string> }) {
  return (
    <div class="fields">
      {values.fields.map((field) => (
        <Labelled key={field.variable} field={field} values={values} fault={faults[field.variable]} />
      ))}
    </div>
  );
}

/** Take the visitor to the first field that is wrong. */
export function focusFault(): void {
  document.querySelector<HTMLElement>('.field [aria-invalid="true"]')?.focus();
}

interface Props {
  field: Field;
  values: Values;
  fault?: string;
}

function Labelled({ field, values, fault }: Props) {
  const id = useId();
  const described = { id, "aria-invalid": !!fault, "aria-describedby": fault ? `${id}-fault` : undefined };
  if (field.type === "checkbox") {
    return (
      <label class="field is-check">
        <input
          {...described}
          type="checkbox"
          checked={values.typed.value[field.variable] === true}
          onChange={(event) => values.set(field.variable, event.currentTarget.checked)}
        />
        <span>{field.label}</span>
      </label>
    );
  }
  return (
    <div class="field">
      <label for={id}>
        {field.label}
        {field.required ? null : <small>{say("form.optional")}</small>}
      </label>
      <Control field={field} values={values} described={described} />
      {fault && (
        <p class="fault" id={`${id}-fault`} role="alert">
          {fault}
        </p>
      )}
    </div>
  );
}

function Control({ field, values, described }: Props & { described: Record<string, unknown> }) {
  const files = values.files[field.variable];
  if (files) return <FileField attachments={files} label={field.label} />;
  const typed = String(values.typed.value[field.variable] ?? "");
  const common = {
    ...described,
    value: typed,
    required: field.required,
    onInput: (event: { currentTarget: { value: string } }) => values.set(field.variable, event.currentTarget.value),
  };
  if (field.type === "select") {
    return (
      <select {...common}>
        <option value="">{say("form.choose")}</option>
        {field.options?.map((option) => (
          <option key={option} value={option}>
            {option}
          </option>
        ))}
      </select>
    );
  }
  if (field.type === "paragraph" || field.type === "json_object") {
    const isCode = field.type === "json_object";
    return <textarea {...common} class={isCode ? "is-code" : ""} rows={isCode ? 5 : 4} spellcheck={!isCode} />;
  }
  return <input {...common} type="text" inputMode={field.type === "number" ? "decimal" : "text"} />;
}
