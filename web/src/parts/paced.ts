import type { ReadonlySignal } from "@preact/signals";
import { useEffect, useState } from "preact/hooks";

/** Follow a signal that changes faster than a screen can show: at most once for each frame. */
export function usePaced<T>(source: ReadonlySignal<T>): T {
  const [shown, show] = useState(source.peek());
  useEffect(() => {
    let waits = false;
    const end = source.subscribe((value) => {
      if (waits) return;
      if (document.hidden) return show(() => value);
      waits = true;
      requestAnimationFrame(() => {
        waits = false;
        show(() => source.peek());
      });
    });
    const wake = () => show(() => source.peek());
    document.addEventListener("visibilitychange", wake);
    return () => {
      end();
      document.removeEventListener("visibilitychange", wake);
    };
  }, [source]);
  return shown;
}
