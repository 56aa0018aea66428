import { useMemo, useState } from "preact/hooks";
import type { FormDefinition, FormField } from "../api/shapes";
import { call } from "../api/client";
import { Markdown } from "../markdown/Markdown";
import { Icon } from "../parts/Icon";
import type { Asked } from "../state/turn";
import { faultOf } from "../words/faults";
import { say, timeOf } from "../words/words";

const SLOT = /\{\{#\$output\.([A-Za-z_]\w*)#\}\}/;

/** A form that the app waits for, inside its answer; or what it was answered. The events of the run tell of that. */
export function HumanForm({ asked }: { asked: Asked }) {
  if (asked.answered) {
    return (
      <div class="human-form is-closed">
        <Markdown text={asked.answered.rendered_content} />
        <p class="note">
          <Icon name="check" size={16} /> {say("form.answered", { name: asked.answered.action_text })}
        </p>
      </div>
    );
  }
  if (asked.isOver) return <p class="note">{say("form.expired")}</p>;
  if (!asked.form.form_token) return <p class="note">{say("form.mail")}</p>;
  return <OpenForm form={asked.form} token={asked.form.form_token} />;
}

function OpenForm({ form, token }: { form: FormDefinition; token: string }) {
  const [typed, write] = useState(() => firstValues(form));
  const [fault, tell] = useState("");
  const [isSending, send] = useState(false);
  const pieces = useMemo(() => form.form_content.split(SLOT), [form]);
  const needsPage = form.inputs.some(({ type }) => type === "file" || type === "file-list");

  const answer = async (action: string) => {
    tell("");
    send(true);
    try {
      await call(`/form/human_input/${token}`, { json: { inputs: typed, action } });
    } catch (error) {
      tell(faultOf(error));
      send(false);
    }
  };
  return (
    <div class="human-form" role="group" aria-label={form.node_title || say("form.waiting")}>
      {pieces.map((piece, index) => {
        if (index % 2 === 0) return piece.trim() ? <Markdown text={piece} /> : null;
        const field = form.inputs.find((one) => one.output_variable_name === piece);
        return field ? (
          <FormControl
            field={field}
            value={typed[piece] ?? ""}
            onWrite={(value) => write((before) => ({ ...before, [piece]: value }))}
          />
        ) : null;
      })}
      {fault && (
        <p class="fault" role="alert">
          {fault}
        </p>
      )}
      <div class="row">
        {needsPage ? (
          <a class="button is-main" href={`/form/${token}`} target="_blank" rel="noopener">
            {say("form.open")}
          </a>
        ) : (
          form.actions.map(({ id, title, button_style }) => (
            <button
              type="button"
              class={`button ${button_style === "primary" ? "is-main" : ""}`}
              disabled={isSending}
              onClick={() => void answer(id)}
            >
              {title}
            </button>
          ))
        )}
      </div>
      {form.expiration_time > 0 && <p class="note">{say("form.until", { time: timeOf(form.expiration_time) })}</p>}
    </div>
  );
}

interface ControlProps {
  field: FormField;
  value: string;
  onWrite: (value: string) => void;
}

function FormControl({ field, value, onWrite }: ControlProps) {
  const name = field.output_variable_name;
  if (field.type === "select") {
    return (
      <select aria-label={name} value={value} onChange={(event) => onWrite(event.currentTarget.value)}>
        <option value="">{say("form.choose")}</option>
        {field.option_source?.value.map((option) => (
          <option value={option}>{option}</option>
        ))}
      </select>
    );
  }
  if (field.type !== "paragraph") return null;
  return <textarea aria-label={name} rows={3} value={value} onInput={(event) => onWrite(event.currentTarget.value)} />;
}

function firstValues(form: FormDefinition): Record<string, string> {
  const fields = form.inputs.filter(({ type }) => type === "paragraph" || type === "select");
  return Object.fromEntries(
    fields.map(({ output_variable_name: name, default: first }) => [
      name,
      form.resolved_default_values[name] ?? (first?.type === "constant" ? (first.value ?? "") : ""),
    ]),
  );
}
