import { useState } from "preact/hooks";
import { call } from "../api/client";
import type { Rating } from "../api/shapes";
import { Fault } from "../chat/Fault";
import { HumanForm } from "../chat/HumanForm";
import { Steps } from "../chat/Steps";
import { Reasoning } from "../chat/Thoughts";
import { copied, Markdown } from "../markdown/Markdown";
import { page } from "../page";
import { Files } from "../parts/Files";
import { Icon } from "../parts/Icon";
import { IconButton } from "../parts/IconButton";
import { usePaced } from "../parts/paced";
import { follow } from "../state/following";
import { opened } from "../state/site";
import type { Turn } from "../state/turn";
import { say, secondsOf } from "../words/words";
import { Outputs, textOf } from "./Outputs";
import { resultOf } from "./running";
import { save } from "./savedTexts";

interface Props {
  turn: Turn | undefined;
  onRetry: () => void;
  onMore: (turn: Turn) => void;
}

/** What a run gave, as it comes. */
export function Result({ turn, onRetry, onMore }: Props) {
  return (
    <section class="card result" aria-label={say("run.result")} aria-live="polite" aria-busy={!!turn?.isOpen}>
      {turn ? (
        <Told key={turn.key} turn={turn} onRetry={onRetry} onMore={onMore} />
      ) : (
        <div class="nothing">
          <Icon name="play" size={28} />
          <strong>{say("run.empty")}</strong>
          <span>{say("run.empty.detail")}</span>
        </div>
      )}
    </section>
  );
}

function Told({ turn, onRetry, onMore }: Props & { turn: Turn }) {
  const text = usePaced(turn.answer);
  const progress = turn.progress.value;
  const hasOutputs = !turn.isOpen && Object.keys(resultOf(turn)).length > 0;
  return (
    <>
      <header class="result-head">
        <h2>{say("run.result")}</h2>
        <span class={`state is-${progress}`}>{stateOf(turn)}</span>
      </header>
      {opened().site.show_workflow_steps && <Steps steps={turn.steps.value} isRunning={turn.isOpen} />}
      <Reasoning text={turn.reasoning.value} isRunning={turn.isOpen && !text} />
      {turn.forms.value.map((asked) => (
        <HumanForm key={asked.form.form_id} asked={asked} />
      ))}
      {turn.isReconnecting.value && turn.isOpen && <p class="note">{say("chat.error.connection")}</p>}
      {turn.isOpen && !text && (
        <p class="waiting">
          <span class="dots" aria-hidden="true" />
          <span class="unseen">{say("run.running")}</span>
        </p>
      )}
      {turn.isOpen && text && <Markdown text={text} grows />}
      {hasOutputs && <Outputs result={resultOf(turn)} />}
      {page.mode === "completion" && <Files files={turn.files.value} />}
      {progress === "failed" && <Fault turn={turn} onRetry={onRetry} />}
      {progress === "done" && !hasOutputs && <p class="note">{say("run.nothing")}</p>}
      {hasOutputs && <Actions turn={turn} onMore={onMore} />}
    </>
  );
}

function stateOf(turn: Turn): string {
  const seconds = turn.seconds.value;
  switch (turn.progress.value) {
    case "done":
      return seconds === undefined ? say("state.succeeded") : say("run.finished", { seconds: secondsOf(seconds) });
    case "stopped":
      return say("state.stopped");
    case "failed":
      return say("state.failed");
    case "paused":
      return say("state.paused");
    default:
      return say("run.running");
  }
}

function Actions({ turn, onMore }: { turn: Turn; onMore: (turn: Turn) => void }) {
  const [isCopied, note] = useState(false);
  const [isSaved, mark] = useState(false);
  const copy = async () => {
    await copied(textOf(resultOf(turn)));
    note(true);
    setTimeout(() => note(false), 1600);
  };
  return (
    <div class="actions">
      <IconButton
        size={16}
        icon={isCopied ? "check" : "copy"}
        label={say(isCopied ? "chat.copied" : "chat.copy")}
        onClick={() => void copy()}
      />
      {page.mode === "completion" && turn.id && (
        <>
          <Ratings turn={turn} />
          <IconButton
            size={16}
            icon="star"
            label={say("run.save")}
            aria-pressed={isSaved}
            disabled={isSaved}
            onClick={() => void save(turn.id).then(() => mark(true))}
          />
          {opened().parameters.more_like_this.enabled && (
            <button type="button" class="button is-quiet is-small" onClick={() => onMore(another(turn))}>
              {say("run.more")}
            </button>
          )}
        </>
      )}
    </div>
  );
}

function Ratings({ turn }: { turn: Turn }) {
  const rate = async (rating: Rating) => {
    turn.rating.value = rating;
    await call(`/messages/${turn.id}/feedbacks`, { json: { rating } }).catch(() => (turn.rating.value = null));
  };
  return (["like", "dislike"] as const).map((one) => (
    <IconButton
      size={16}
      icon={one}
      label={say(`chat.${one}`)}
      aria-pressed={turn.rating.value === one}
      onClick={() => void rate(turn.rating.value === one ? null : one)}
    />
  ));
}

/** Ask for another text like one. */
function another(turn: Turn): Turn {
  const next = turn.like();
  void follow(next, `/messages/${turn.id}/more-like-this`, {}, () => undefined);
  return next;
}
