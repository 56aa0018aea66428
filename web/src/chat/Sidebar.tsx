import { useEffect, useRef, useState } from "preact/hooks";
import { Dialog } from "../parts/Dialog";
import { Icon } from "../parts/Icon";
import { IconButton } from "../parts/IconButton";
import { Imprint } from "../parts/Imprint";
import { Menu } from "../parts/Menu";
import { Preferences } from "../parts/Preferences";
import { SiteIcon } from "../parts/SiteIcon";
import * as conversations from "../state/conversations";
import { opened } from "../state/site";
import { say } from "../words/words";

/** The visitor's conversations; a drawer on small screens. */
export function Sidebar({ isOpen, onClose }: { isOpen: boolean; onClose: () => void }) {
  const element = useRef<HTMLElement>(null);
  const pinned = conversations.list.value.filter((one) => one.is_pinned);
  const recent = conversations.list.value.filter((one) => !one.is_pinned);
  useEffect(() => {
    if (!isOpen) return;
    element.current?.querySelector<HTMLElement>("button")?.focus();
    const press = (event: KeyboardEvent) => {
      if (event.key !== "Escape") return;
      event.preventDefault(); // else a bubble would close as well
      onClose();
    };
    document.addEventListener("keydown", press, true);
    return () => document.removeEventListener("keydown", press, true);
  }, [isOpen]);
  const openOne = (id: string) => {
    onClose();
    void conversations.openThread(id);
  };
  return (
    <>
      <div class={`shade ${isOpen ? "is-open" : ""}`} onClick={onClose} />
      <nav ref={element} class={`sidebar ${isOpen ? "is-open" : ""}`} aria-label={say("chat.conversations")}>
        <header>
          <SiteIcon size={32} />
          <h1>{opened().site.title}</h1>
          <IconButton icon="close" class="closes-list" label={say("page.close")} onClick={onClose} />
        </header>
        <button
          type="button"
          class="button is-new"
          onClick={() => {
            onClose();
            conversations.startNew();
          }}
        >
          <Icon name="compose" />
          {say("chat.new")}
        </button>
        <div class="sidebar-list">
          {!conversations.list.value.length && <p class="note">{say("chat.none")}</p>}
          <List title={say("chat.pinned")} all={pinned} onOpen={openOne} />
          <List title={pinned.length ? say("chat.conversations") : ""} all={recent} onOpen={openOne} />
          {conversations.hasMore.value && (
            <button type="button" class="button is-quiet" onClick={() => void conversations.more()}>
              {say("chat.more")}
            </button>
          )}
        </div>
        <footer>
          <Preferences />
          <Imprint />
        </footer>
      </nav>
    </>
  );
}

function List(props: { title: string; all: conversations.Entry[]; onOpen: (id: string) => void }) {
  if (!props.all.length) return null;
  return (
    <>
      {props.title && <h2>{props.title}</h2>}
      <ul>
        {props.all.map((one) => (
          <Row key={one.id} one={one} onOpen={props.onOpen} />
        ))}
      </ul>
    </>
  );
}

function Row({ one, onOpen }: { one: conversations.Entry; onOpen: (id: string) => void }) {
  const [asks, ask] = useState<"rename" | "delete">();
  const isCurrent = conversations.thread.value.id.value === one.id;
  return (
    <li class={isCurrent ? "is-current" : ""}>
      <button type="button" class="opens" aria-current={isCurrent ? "page" : undefined} onClick={() => onOpen(one.id)}>
        {one.name}
      </button>
      <Menu
        label={say("chat.menu", { name: one.name })}
        choices={[
          {
            icon: "pin",
            label: say(one.is_pinned ? "chat.unpin" : "chat.pin"),
            onChoose: () => void conversations.pin(one),
          },
          { icon: "compose", label: say("chat.rename"), onChoose: () => ask("rename") },
          { icon: "trash", label: say("chat.delete"), isGrave: true, onChoose: () => ask("delete") },
        ]}
      />
      {asks === "rename" && <Renaming one={one} onClose={() => ask(undefined)} />}
      {asks === "delete" && <Deleting one={one} onClose={() => ask(undefined)} />}
    </li>
  );
}

interface Asking {
  one: conversations.Entry;
  onClose: () => void;
}

function Renaming({ one, onClose }: Asking) {
  const [name, write] = useState(one.name);
  const submit = (event: Event) => {
    event.preventDefault();
    if (!name.trim()) return;
    void conversations.rename(one, name.trim());
    onClose();
  };
  return (
    <Dialog title={say("chat.rename")} onClose={onClose}>
      <form class="stack" onSubmit={submit}>
        <label class="field">
          <span>{say("chat.name")}</span>
          <input
            autofocus
            type="text"
            maxLength={255}
            value={name}
            onInput={(event) => write(event.currentTarget.value)}
          />
        </label>
        <div class="row-end">
          <button type="button" class="button" onClick={onClose}>
            {say("page.cancel")}
          </button>
          <button type="submit" class="button is-main" disabled={!name.trim()}>
            {say("page.save")}
          </button>
        </div>
      </form>
    </Dialog>
  );
}

function Deleting({ one, onClose }: Asking) {
  return (
    <Dialog title={say("chat.delete.sure")} onClose={onClose}>
      <p>{say("chat.delete.detail", { name: one.name })}</p>
      <div class="row-end">
        <button type="button" class="button" onClick={onClose}>
          {say("page.cancel")}
        </button>
        <button
          type="button"
          class="button is-grave"
          onClick={() => {
            onClose();
            void conversations.remove(one);
          }}
        >
          {say("chat.delete")}
        </button>
      </div>
    </Dialog>
  );
}
