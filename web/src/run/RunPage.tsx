import { useEffect, useMemo, useState } from "preact/hooks";
import { Fields, focusFault } from "../fields/Fields";
import { isFile, Values } from "../fields/values";
import { page } from "../page";
import { Icon } from "../parts/Icon";
import { Imprint } from "../parts/Imprint";
import { Preferences } from "../parts/Preferences";
import { SiteIcon } from "../parts/SiteIcon";
import { opened } from "../state/site";
import { Turn } from "../state/turn";
import { say } from "../words/words";
import { Batch } from "./Batch";
import { remember } from "./past";
import { History } from "./History";
import { Result } from "./Result";
import { interrupted, start, stop } from "./running";
import { Saved } from "./Saved";
import { Batch as Table } from "./table";

type Tab = "once" | "batch" | "history";

/** The page of a workflow or a completion app: run once, run a table, and what was run before. */
export function RunPage() {
  const { site, fields } = opened();
  const tabs: Tab[] = fields.some((field) => !isFile(field)) ? ["once", "batch", "history"] : ["once", "history"];
  const asked = location.hash === "#batch" && tabs.includes("batch");
  const [tab, show] = useState<Tab>(() => (asked || Table.kept(fields) ? "batch" : "once"));
  const [seen, see] = useState<Set<Tab>>(new Set(["once", tab]));
  const turnTo = (next: Tab) => {
    show(next);
    see(new Set([...seen, next]));
  };
  return (
    <div class="run-page">
      <header class="run-head">
        <SiteIcon size={44} />
        <div>
          <h1>{site.title}</h1>
          {site.description && <p>{site.description}</p>}
        </div>
        <Preferences />
      </header>
      <main>
        <div class="tabs" role="tablist" aria-label={site.title}>
          {tabs.map((one) => (
            <button
              type="button"
              role="tab"
              id={`tab-${one}`}
              aria-selected={tab === one}
              aria-controls={`panel-${one}`}
              onClick={() => turnTo(one)}
            >
              {say(one === "history" && page.mode === "completion" ? "run.saved" : `run.${one}`)}
            </button>
          ))}
        </div>
        {tabs.map((one) => (
          <div id={`panel-${one}`} role="tabpanel" aria-labelledby={`tab-${one}`} hidden={tab !== one}>
            {seen.has(one) && <Panel tab={one} onDone={() => turnTo("once")} />}
          </div>
        ))}
      </main>
      <footer class="run-foot">
        {site.custom_disclaimer && <p class="disclaimer">{site.custom_disclaimer}</p>}
        <Imprint />
        <Preferences />
      </footer>
    </div>
  );
}

function Panel({ tab }: { tab: Tab; onDone: () => void }) {
  if (tab === "batch") return <Batch />;
  if (tab === "once") return <Once />;
  return page.mode === "completion" ? <Saved /> : <History />;
}

function Once() {
  const { fields, given } = opened();
  const [values, put] = useState(() => new Values(fields, given.inputs));
  const [faults, tell] = useState<Record<string, string>>({});
  const [turn, follow] = useState<Turn>();
  const before = useMemo(interrupted, []);
  useEffect(() => {
    if (!before) return;
    follow(before.turn);
    void before.ended.then(() => remember(before.turn, before.inputs));
  }, [before]);

  const run = async () => {
    const found = values.faults();
    tell(found);
    if (Object.keys(found).length) return void requestAnimationFrame(focusFault);
    if (values.isBusy) return;
    const next = new Turn("");
    const inputs = values.inputs();
    follow(next);
    await start(next, inputs, { isKept: true });
    remember(next, inputs);
  };
  const isRunning = !!turn?.isOpen;
  return (
    <div class="run-columns">
      <form
        class="card"
        onSubmit={(event) => {
          event.preventDefault();
          void run();
        }}
      >
        {fields.length ? <Fields values={values} faults={faults} /> : <p class="note">{say("run.inputs.none")}</p>}
        <div class="row-end">
          {fields.length > 0 && (
            <button
              type="button"
              class="button"
              onClick={() => {
                put(new Values(fields));
                tell({});
              }}
            >
              {say("run.clear")}
            </button>
          )}
          {isRunning ? (
            <button
              type="button"
              class="button is-main"
              disabled={turn?.isStopping.value}
              onClick={() => turn && void stop(turn)}
            >
              <Icon name="stop" size={16} />
              {say("run.stop")}
            </button>
          ) : (
            <button type="submit" class="button is-main" disabled={values.isBusy}>
              <Icon name="play" size={16} />
              {say("run.start")}
            </button>
          )}
        </div>
      </form>
      <Result turn={turn} onRetry={() => void run()} onMore={follow} />
    </div>
  );
}
