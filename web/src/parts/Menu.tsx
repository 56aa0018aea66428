import { useEffect, useRef, useState } from "preact/hooks";
import { Icon, type IconName } from "./Icon";
import { IconButton } from "./IconButton";

export interface Choice {
  icon: IconName;
  label: string;
  isGrave?: boolean;
  onChoose: () => void;
}

/** A button that opens a short list of things to do; arrows move, Escape closes. */
export function Menu({ label, choices }: { label: string; choices: Choice[] }) {
  const [isOpen, open] = useState(false);
  const element = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (!isOpen) return;
    element.current?.querySelector<HTMLElement>("[role=menuitem]")?.focus();
    const leave = (event: Event) => !element.current?.contains(event.target as Node) && open(false);
    document.addEventListener("pointerdown", leave);
    return () => document.removeEventListener("pointerdown", leave);
  }, [isOpen]);
  return (
    <div class="menu" ref={element} onKeyDown={(event) => press(event, element.current, () => open(false))}>
      <IconButton icon="more" label={label} aria-haspopup="menu" aria-expanded={isOpen} onClick={() => open(!isOpen)} />
      {isOpen && (
        <div class="menu-list" role="menu">
          {choices.map((choice) => (
            <button
              type="button"
              role="menuitem"
              class={choice.isGrave ? "is-grave" : ""}
              onClick={() => {
                open(false);
                choice.onChoose();
              }}
            >
              <Icon name={choice.icon} size={16} />
              {choice.label}
            </button>
          ))}
        </div>
      )}
    </div>
  );
}

function press(event: KeyboardEvent, menu: HTMLElement | null, close: () => void): void {
  const items = [...(menu?.querySelectorAll<HTMLElement>("[role=menuitem]") ?? [])];
  const at = items.indexOf(document.activeElement as HTMLElement);
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step && items.length) {
    event.preventDefault();
    items[(at + step + items.length) % items.length]?.focus();
  } else if (event.key === "Escape" && items.length) {
    event.stopPropagation();
    close();
    menu?.querySelector<HTMLElement>(".icon-button")?.focus();
  }
}
