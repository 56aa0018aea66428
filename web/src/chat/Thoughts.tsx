import type { Thought } from "../api/shapes";
import { Icon } from "../parts/Icon";
import { say } from "../words/words";

/** What an agent did on its way, folded: its tools with what they were given and gave. */
export function Thoughts({ all, isRunning }: { all: Thought[]; isRunning: boolean }) {
  const used = all.filter(({ tool }) => tool);
  if (!used.length) return null;
  return (
    <div class="folds">
      {used.map((one) => (
        <Used key={one.id} one={one} isLast={isRunning && one === all.at(-1)} />
      ))}
    </div>
  );
}

/** A call of tools; what they were given and gave is folded, where the visitor may know it. */
function Used({ one, isLast }: { one: Thought; isLast: boolean }) {
  const hasMore = !!(one.tool_input || one.observation);
  const line = (
    <>
      <Icon name="tool" size={16} />
      <span>{say("chat.tool", { name: one.tool.split(";").join(", ") })}</span>
      {isLast && <span class="spinner" aria-hidden="true" />}
    </>
  );
  if (!hasMore) return <p class="note">{line}</p>;
  return (
    <details class="fold">
      <summary>
        {line}
        <Icon name="chevron" size={16} />
      </summary>
      <Part label={say("chat.tool.input")} text={one.tool_input} />
      <Part label={say("chat.tool.output")} text={one.observation} />
    </details>
  );
}

/** What a model thought before it answered, folded. */
export function Reasoning({ text, isRunning }: { text: string; isRunning: boolean }) {
  if (!text.trim()) return null;
  return (
    <details class="fold">
      <summary>
        <Icon name="clock" size={16} />
        <span>{say(isRunning ? "chat.thinking" : "chat.thoughts")}</span>
        {isRunning && <span class="spinner" aria-hidden="true" />}
        <Icon name="chevron" size={16} />
      </summary>
      <p class="reasoning">{text.trim()}</p>
    </details>
  );
}

function Part({ label, text }: { label: string; text: string }) {
  if (!text) return null;
  return (
    <>
      <h4>{label}</h4>
      <pre>{text}</pre>
    </>
  );
}
