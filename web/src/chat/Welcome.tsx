import { Markdown } from "../markdown/Markdown";
import { SiteIcon } from "../parts/SiteIcon";
import { list } from "../state/conversations";
import { opened } from "../state/site";
import type { Thread } from "../state/thread";

interface Props {
  thread: Thread;
  isNew: boolean;
  onAsk: (query: string) => void;
}

/** How a conversation begins: what the app says first and what one may ask; without that, who one talks to. */
export function Welcome({ thread, isNew, onAsk }: Props) {
  const { site, parameters, fields } = opened();
  const known = list.value.find(({ id }) => id === thread.id.value)?.introduction;
  const opening = known || filled(parameters.opening_statement, thread.inputs.value);
  const questions = isNew ? parameters.suggested_questions.filter(Boolean) : [];
  if (!opening && !isNew) return null;
  return (
    <>
      {!opening && isNew && !fields.length && (
        <div class="hello">
          <SiteIcon size={64} />
          <h2>{site.title}</h2>
          {site.description && <p>{site.description}</p>}
        </div>
      )}
      {opening && (
        <article class="message is-app">
          <SiteIcon size={30} />
          <div class="answer">
            <Markdown text={opening} />
          </div>
        </article>
      )}
      {questions.length > 0 && (
        <div class={`suggestions ${opening ? "" : "is-centred"}`}>
          {questions.map((question) => (
            <button type="button" class="suggestion" onClick={() => onAsk(question)}>
              {question}
            </button>
          ))}
        </div>
      )}
    </>
  );
}

function filled(text: string, inputs: Record<string, unknown>): string {
  return text.replace(/\{\{\s*(\w+)\s*\}\}/g, (whole, name: string) => {
    const value = inputs[name];
    return typeof value === "string" || typeof value === "number" ? String(value) : whole;
  });
}
