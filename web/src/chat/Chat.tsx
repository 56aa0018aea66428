import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import { Fields, focusFault } from "../fields/Fields";
import { Values } from "../fields/values";
import { page } from "../page";
import { Dialog } from "../parts/Dialog";
import { IconButton } from "../parts/IconButton";
import { SiteIcon } from "../parts/SiteIcon";
import { startNew, thread as current } from "../state/conversations";
import { opened } from "../state/site";
import type { Question, Thread } from "../state/thread";
import { say } from "../words/words";
import { Composer } from "./Composer";
import { ExpandButton } from "./Expand";
import { Message } from "./Message";
import { Sidebar } from "./Sidebar";
import { useSpokenAnswers } from "./spoken";
import { useFollowedEnd } from "./scrolling";
import { Welcome } from "./Welcome";

/** The page of a chat: conversations beside the one that is open. */
export function Chat() {
  const [showsList, showList] = useState(false);
  const thread = current.value;
  return (
    <div class={`chat ${page.isFramed ? "is-framed" : ""}`}>
      <a class="skip" href="#message">
        {say("page.skip")}
      </a>
      <Sidebar isOpen={showsList} onClose={() => showList(false)} />
      <main class="talk">
        <header class="bar">
          <IconButton
            icon="menu"
            class="opens-list"
            label={say("page.menu")}
            aria-expanded={showsList}
            onClick={() => showList(true)}
          />
          <SiteIcon size={26} />
          <h1>{opened().site.title}</h1>
          <ExpandButton />
          <IconButton icon="compose" label={say("chat.new")} onClick={startNew} />
        </header>
        <Talk key={thread} thread={thread} />
      </main>
    </div>
  );
}

function Talk({ thread }: { thread: Thread }) {
  const { fields, given, site } = opened();
  const values = useMemo(() => new Values(fields, given.inputs), [thread]);
  const [faults, tell] = useState<Record<string, string>>({});
  const [showsInputs, showInputs] = useState(false);
  const log = useRef<HTMLDivElement>(null);
  const turns = thread.shown.value;
  const running = thread.running.value;
  const isNew = !thread.id.value && !turns.length && !thread.isLoading.value;
  const { isAway, toEnd } = useFollowedEnd(log, turns.length);
  useSpokenAnswers(turns.at(-1));
  useEffect(() => {
    if (!page.isFramed && matchMedia("(hover: hover)").matches) document.getElementById("message")?.focus();
  }, [thread]);

  const ask = (question: Question): boolean => {
    if (thread.running.value || values.isBusy) return false;
    if (isNew) {
      const found = values.faults();
      tell(found);
      if (Object.keys(found).length) {
        requestAnimationFrame(focusFault);
        return false;
      }
      thread.inputs.value = values.inputs();
    }
    void thread.ask(question);
    toEnd();
    return true;
  };
  const askText = (query: string) => ask({ query, files: [], shown: [] });

  return (
    <>
      <div class="log-frame">
        <div class="log" ref={log} tabIndex={-1}>
          <div class="column">
            {fields.length > 0 && isNew && (
              <section class="card inputs" aria-label={say("chat.inputs")}>
                <h2>{say("chat.inputs")}</h2>
                <Fields values={values} faults={faults} />
              </section>
            )}
            {!thread.hasEarlier.value && <Welcome thread={thread} isNew={isNew} onAsk={askText} />}
            {thread.hasEarlier.value && (
              <button
                type="button"
                class="button is-quiet is-centred"
                disabled={thread.isLoading.value}
                onClick={() => void thread.load()}
              >
                {say("chat.earlier")}
              </button>
            )}
            <div role="log" aria-live="polite" aria-busy={!!running} aria-label={site.title} class="turns">
              {turns.map((turn, index) => (
                <Message
                  key={turn.key}
                  turn={turn}
                  thread={thread}
                  isLast={index === turns.length - 1}
                  onAsk={askText}
                />
              ))}
            </div>
            {thread.isLoading.value && !turns.length && (
              <p class="waiting is-centred">
                <span class="dots" aria-hidden="true" />
                <span class="unseen">{say("page.loading")}</span>
              </p>
            )}
          </div>
        </div>
        {isAway && <IconButton icon="down" class="to-end" label={say("chat.newest")} onClick={toEnd} />}
      </div>
      <footer class="foot">
        <div class="column">
          {fields.length > 0 && !isNew && Object.keys(thread.inputs.value).length > 0 && (
            <button type="button" class="button is-quiet is-small" onClick={() => showInputs(true)}>
              {say("chat.inputs.given")}
            </button>
          )}
          <Composer
            isRunning={!!running}
            isStopping={!!running?.isStopping.value}
            onSend={ask}
            onStop={() => void thread.stop()}
          />
          {site.custom_disclaimer && <p class="disclaimer">{site.custom_disclaimer}</p>}
        </div>
      </footer>
      {showsInputs && (
        <Dialog title={say("chat.inputs.given")} onClose={() => showInputs(false)}>
          <dl class="given">
            {fields.map(({ variable, label }) => (
              <>
                <dt>{label}</dt>
                <dd>{shown(thread.inputs.value[variable])}</dd>
              </>
            ))}
          </dl>
        </Dialog>
      )}
    </>
  );
}

function shown(value: unknown): string {
  if (value === null || value === undefined || value === "") return "–";
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}
