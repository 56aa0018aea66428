import { useCallback, useLayoutEffect, useRef } from "react";

/**
 * Return a function that stays the same and does what `callback` does now.
 *
 * The graph's store tells every node and edge of each new function that it is given; with hundreds of them that is
 * most of what a click costs.
 */
export function useStable<A extends unknown[], R>(callback: (...given: A) => R): (...given: A) => R {
  const latest = useRef(callback);
  useLayoutEffect(() => {
    latest.current = callback;
  });
  return useCallback((...given: A) => latest.current(...given), []);
}
