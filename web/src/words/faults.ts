/** What went wrong, in the visitor's language; the server's own sentence only where it tells what to change. */

import { Refused } from "../api/client";
import { say } from "./words";

const TELLING = new Set(["invalid_param", "file_too_large", "unsupported_file_type", "invalid_form_data"]);

/** Return a sentence for a fault. */
export function faultOf(error: unknown): string {
  if (!(error instanceof Refused)) return say("chat.error.offline");
  if (error.code.includes("budget")) return say("chat.error.budget");
  if (error.status === 429) {
    return error.retryAfter ? say("chat.error.wait", { seconds: error.retryAfter }) : say("chat.error.busy");
  }
  if (error.code === "human_input_form_submitted") return say("form.submitted");
  if (error.code === "human_input_form_expired") return say("form.expired");
  if (TELLING.has(error.code) && error.message) return error.message;
  if (error.code === "app_unavailable") return say("chat.error.unavailable");
  if (error.status === 404) return say("chat.error.gone");
  return say("chat.error.general");
}

/** Return whether a call was given up on purpose. */
export function wasCancelled(error: unknown): boolean {
  return error instanceof DOMException && error.name === "AbortError";
}
