import { createRoot, type Root } from "react-dom/client";

import { Canvas } from "./Canvas";
import type { Drawing, Log } from "./contract";
import { Outbox } from "./outbox";
import styles from "./style.css?inline";

/** What the page hands over at every rendering. */
interface Component {
  readonly data: Drawing;
  readonly parentElement: HTMLElement | ShadowRoot;
  readonly setStateValue: (name: string, value: Log) => void;
}

interface Mount {
  readonly root: Root;
  readonly outbox: Outbox;
  renderings: number;
}

const mounts = new WeakMap<Node, Mount>();

/** Draw the canvas, or draw it again with newer data; returns how to take it away. */
export default function render({ data, parentElement, setStateValue }: Component): () => void {
  const mount = mounts.get(parentElement) ?? mountIn(parentElement);
  const rendering = ++mount.renderings;
  mount.outbox.deliver = (log) => setStateValue("log", log);
  mount.root.render(<Canvas drawing={data} outbox={mount.outbox} />);
  return () => {
    // The page takes a rendering away also when a newer one has come before it was done.
    window.setTimeout(() => {
      if (mount.renderings !== rendering) return;
      mount.root.unmount();
      mounts.delete(parentElement);
    });
  };
}

function mountIn(parent: HTMLElement | ShadowRoot): Mount {
  const style = document.createElement("style");
  style.textContent = styles;
  const place = document.createElement("div");
  parent.append(style, place);
  const mount = { root: createRoot(place), outbox: new Outbox(), renderings: 0 };
  mounts.set(parent, mount);
  return mount;
}
