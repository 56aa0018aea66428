import { useState } from "preact/hooks";
import { copied, Markdown } from "../markdown/Markdown";
import { Files } from "../parts/Files";
import { IconButton } from "../parts/IconButton";
import { usePaced } from "../parts/paced";
import { SiteIcon } from "../parts/SiteIcon";
import { opened } from "../state/site";
import type { Thread } from "../state/thread";
import type { Turn } from "../state/turn";
import { say } from "../words/words";
import { Citations } from "./Citations";
import { Fault } from "./Fault";
import { HumanForm } from "./HumanForm";
import { Reasoning, Thoughts } from "./Thoughts";
import { speaking, toggleSpeech } from "./speech";
import { Steps } from "./Steps";

interface Props {
  turn: Turn;
  thread: Thread;
  isLast: boolean;
  onAsk: (query: string) => void;
}

/** A question and its answer. */
export function Message({ turn, thread, isLast, onAsk }: Props) {
  return (
    <>
      <article class="message is-visitor" aria-label={say("chat.you")}>
        <Files files={turn.given} />
        <div class="bubble">{turn.query}</div>
      </article>
      <article class="message is-app" aria-label={opened().site.title} aria-busy={turn.isOpen}>
        <SiteIcon size={30} />
        <div class="answer">
          <Answer turn={turn} />
          <Files files={turn.files.value} />
          {turn.progress.value === "failed" && <Fault turn={turn} onRetry={() => void thread.again(turn)} />}
          {turn.isReconnecting.value && turn.isOpen && <p class="note">{say("chat.error.connection")}</p>}
          {turn.progress.value === "stopped" && <p class="note">{say("chat.stopped")}</p>}
          <Citations all={turn.citations.value} />
          {!turn.isOpen && turn.answer.value && <Actions turn={turn} thread={thread} isLast={isLast} />}
          {isLast && <FollowUps turn={turn} onAsk={onAsk} />}
        </div>
      </article>
    </>
  );
}

function Answer({ turn }: { turn: Turn }) {
  const whole = usePaced(turn.answer);
  const { text, thought } = parted(whole);
  const isWaiting = turn.isOpen && !text;
  return (
    <>
      {opened().site.show_workflow_steps && <Steps steps={turn.steps.value} isRunning={turn.isOpen} />}
      <Reasoning text={turn.reasoning.value || thought} isRunning={isWaiting} />
      <Thoughts all={turn.thoughts.value} isRunning={turn.isOpen} />
      {turn.forms.value.map((asked) => (
        <HumanForm key={asked.form.node_id + asked.form.form_id} asked={asked} />
      ))}
      {isWaiting && (
        <p class="waiting">
          <span class="dots" aria-hidden="true" />
          <span class="unseen">{say("chat.thinking")}</span>
        </p>
      )}
      {text && <Markdown text={text} grows={turn.isOpen} />}
    </>
  );
}

/** Models that think aloud put that first, between marks of their own. */
function parted(text: string): { text: string; thought: string } {
  const found = /^\s*<think>([\s\S]*?)(?:<\/think>|$)/.exec(text);
  return found ? { text: text.slice(found[0].length).trimStart(), thought: found[1] ?? "" } : { text, thought: "" };
}

function Actions({ turn, thread, isLast }: Omit<Props, "onAsk">) {
  const [isCopied, note] = useState(false);
  const { text_to_speech } = opened().parameters;
  const rating = turn.rating.value;
  const isSpeaking = speaking.value === turn;
  const copy = async () => {
    await copied(turn.answer.value);
    note(true);
    setTimeout(() => note(false), 1600);
  };
  return (
    <div class="actions">
      <Versions turn={turn} thread={thread} />
      <IconButton
        size={16}
        icon={isCopied ? "check" : "copy"}
        label={say(isCopied ? "chat.copied" : "chat.copy")}
        onClick={copy}
      />
      {text_to_speech.enabled && (
        <IconButton
          size={16}
          icon={isSpeaking ? "stop" : "sound"}
          label={say(isSpeaking ? "chat.silence" : "chat.listen")}
          aria-pressed={isSpeaking}
          onClick={() => void toggleSpeech(turn)}
        />
      )}
      {(["like", "dislike"] as const).map((one) => (
        <IconButton
          size={16}
          icon={one}
          label={say(`chat.${one}`)}
          aria-pressed={rating === one}
          onClick={() => void thread.rate(turn, rating === one ? null : one)}
        />
      ))}
      {isLast && (
        <IconButton
          size={16}
          icon="again"
          label={say("chat.regenerate")}
          disabled={!!thread.running.value}
          onClick={() => void thread.again(turn)}
        />
      )}
    </div>
  );
}

function Versions({ turn, thread }: { turn: Turn; thread: Thread }) {
  const all = thread.versions(turn);
  if (all.length < 2) return null;
  const at = all.indexOf(turn);
  const go = (step: number) => {
    const next = all[at + step];
    if (next) thread.turnTo(next);
  };
  return (
    <span class="versions" role="group" aria-label={say("chat.version", { n: at + 1, all: all.length })}>
      <IconButton size={16} icon="left" label={say("chat.previous")} disabled={at === 0} onClick={() => go(-1)} />
      <span aria-hidden="true">
        {at + 1}/{all.length}
      </span>
      <IconButton
        size={16}
        icon="right"
        label={say("chat.next")}
        disabled={at === all.length - 1}
        onClick={() => go(1)}
      />
    </span>
  );
}

function FollowUps({ turn, onAsk }: Pick<Props, "turn" | "onAsk">) {
  const questions = turn.followups.value;
  if (!questions.length) return null;
  return (
    <div class="suggestions" role="group" aria-label={say("chat.followups")}>
      {questions.map((question) => (
        <button type="button" class="suggestion" onClick={() => onAsk(question)}>
          {question}
        </button>
      ))}
    </div>
  );
}
