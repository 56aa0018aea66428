import { Icon } from "../parts/Icon";
import type { Turn } from "../state/turn";
import { say } from "../words/words";

/** What went wrong with an answer, and the way to try again. */
export function Fault({ turn, onRetry }: { turn: Turn; onRetry: () => void }) {
  return (
    <div class="fault-box" role="alert">
      <Icon name="warning" />
      <span>{turn.fault.value || say("chat.error.general")}</span>
      <button type="button" class="button" onClick={onRetry}>
        <Icon name="again" size={16} />
        {say("chat.retry")}
      </button>
    </div>
  );
}
