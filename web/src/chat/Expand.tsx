import { useEffect, useState } from "preact/hooks";
import { page } from "../page";
import { IconButton } from "../parts/IconButton";
import { say } from "../words/words";

/** In a bubble: asks the embedding page to make the frame larger or smaller; elsewhere nothing. */
export function ExpandButton() {
  const [origin, answered] = useState<string>();
  useEffect(() => {
    if (!page.isFramed || window.parent === window) return;
    const hear = (event: MessageEvent<{ type?: string; payload?: { isToggledByButton?: boolean } }>) => {
      if (event.source !== window.parent || event.data?.type !== "dify-chatbot-config") return;
      if (event.data.payload?.isToggledByButton) answered(event.origin);
    };
    window.addEventListener("message", hear);
    window.parent.postMessage({ type: "dify-chatbot-iframe-ready" }, "*"); // who frames this page is not known yet
    return () => window.removeEventListener("message", hear);
  }, []);
  useEffect(() => {
    if (!origin) return;
    const leave = (event: KeyboardEvent) => {
      if (event.key !== "Escape" || event.defaultPrevented) return;
      window.parent.postMessage({ type: "millrace-chatbot-close" }, origin); // keys in a frame are not heard around it
    };
    document.addEventListener("keydown", leave);
    return () => document.removeEventListener("keydown", leave);
  }, [origin]);
  if (!origin) return null;
  const ask = () => window.parent.postMessage({ type: "dify-chatbot-expand-change" }, origin);
  return <IconButton icon="expand" label={say("page.expand")} onClick={ask} />;
}
