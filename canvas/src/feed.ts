import { useEffect } from "react";

import type { StatusBoard } from "./statuses";

/** Follow the run behind `address`: each message names the nodes that stand otherwise than before. */
export function useFeed(address: string | null, statuses: StatusBoard): void {
  useEffect(() => {
    if (!address) return;
    const source = new EventSource(new URL(address, document.baseURI));
    source.onmessage = ({ data }: MessageEvent<string>) => {
      const told: unknown = JSON.parse(data);
      if (isStatuses(told)) statuses.follow(told);
    };
    source.addEventListener("end", () => source.close());
    return () => {
      source.close();
      statuses.leave();
    };
  }, [address, statuses]);
}

function isStatuses(value: unknown): value is Record<string, string> {
  return typeof value === "object" && value !== null;
}
