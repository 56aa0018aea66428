import type { RefObject } from "preact";
import { useEffect, useState } from "preact/hooks";

const NEAR = 90; // pixels from the end that still count as at the end

/** Keep a growing list at its end, unless the visitor has scrolled away from it. */
export function useFollowedEnd(
  list: RefObject<HTMLElement | null>,
  length: number,
): { isAway: boolean; toEnd: () => void } {
  const [isAway, leave] = useState(false);
  const toEnd = () => {
    leave(false);
    requestAnimationFrame(() => list.current?.scrollTo({ top: list.current.scrollHeight }));
  };
  useEffect(() => {
    const element = list.current;
    if (!element) return;
    let follows = true;
    let before = element.scrollTop;
    const scrolled = () => {
      const isNear = element.scrollHeight - element.scrollTop - element.clientHeight < NEAR;
      if (element.scrollTop < before || isNear) {
        follows = isNear;
        leave(!isNear);
      }
      before = element.scrollTop;
    };
    const grown = new ResizeObserver(() => follows && element.scrollTo({ top: element.scrollHeight }));
    element.addEventListener("scroll", scrolled, { passive: true });
    if (element.firstElementChild) grown.observe(element.firstElementChild);
    grown.observe(element);
    return () => {
      element.removeEventListener("scroll", scrolled);
      grown.disconnect();
    };
  }, [list]);
  useEffect(() => {
    if (length) toEnd();
  }, [length]);
  return { isAway, toEnd };
}
