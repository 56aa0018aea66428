import { Icon, type IconName } from "../parts/Icon";
import type { Step } from "../state/turn";
import { type Key, say, secondsOf } from "../words/words";

const SIGNS: Record<string, IconName> = {
  succeeded: "check",
  failed: "warning",
  exception: "warning",
  stopped: "stop",
};

/** The steps of a workflow, folded; while it runs the summary tells where it is. */
export function Steps({ steps, isRunning, isOpen = false }: { steps: Step[]; isRunning: boolean; isOpen?: boolean }) {
  if (!steps.length) return null;
  const current = steps.findLast((step) => step.status === "running");
  return (
    <details class="fold" open={isOpen}>
      <summary>
        <Icon name="settings" size={16} />
        <span>{isRunning && current ? say("chat.steps.running", { name: current.title }) : say("chat.steps")}</span>
        {isRunning && <span class="spinner" aria-hidden="true" />}
        <span class="count">{steps.length}</span>
        <Icon name="chevron" size={16} />
      </summary>
      <ol class="steps">
        {steps.map((step) => (
          <li key={step.id} class={`is-${step.status} ${step.depth ? "is-inner" : ""}`}>
            {SIGNS[step.status] ? (
              <Icon name={SIGNS[step.status] as IconName} size={16} />
            ) : (
              <span class="spinner" aria-hidden="true" />
            )}
            <span class="step-title">{step.title}</span>
            <span class="unseen">{say(`state.${step.status}` as Key)}</span>
            {step.seconds != null && <span class="count">{secondsOf(step.seconds)} s</span>}
          </li>
        ))}
      </ol>
    </details>
  );
}
