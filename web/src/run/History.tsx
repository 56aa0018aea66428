import { Icon } from "../parts/Icon";
import { type Key, say, timeOf } from "../words/words";
import { past } from "./past";
import { cellOf, Outputs } from "./Outputs";

const STATES: Record<string, Key> = { done: "state.succeeded", failed: "state.failed", stopped: "state.stopped" };

/** The visitor's runs on this device, newest first. */
export function History() {
  if (!past.value.length) return <p class="note is-centred">{say("run.history.none")}</p>;
  return (
    <div class="past">
      {past.value.map((one) => (
        <details class="card fold is-card" key={one.id}>
          <summary>
            <span class={`state is-${one.status}`}>{say(STATES[one.status] ?? "state.running")}</span>
            <span class="past-inputs">{Object.values(one.inputs).map(cellOf).filter(Boolean).join(" · ") || "–"}</span>
            <time>{timeOf(one.at)}</time>
            <Icon name="chevron" size={16} />
          </summary>
          <Outputs result={one.result} />
        </details>
      ))}
    </div>
  );
}
