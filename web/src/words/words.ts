/** The language of the page: the visitor's choice, else the site's; switched without a reload. */

import { effect, signal } from "@preact/signals";
import { page } from "../page";
import { keep, recall } from "../state/kept";
import { chinese } from "./chinese";
import { english, type Key } from "./english";

export type Language = "en" | "zh";

const asked = new URLSearchParams(location.search).get("lang");

export const language = signal<Language>(nearest(asked ?? recall<string>("language") ?? page.language));

effect(() => {
  document.documentElement.lang = language.value === "zh" ? "zh-CN" : "en";
});

/** Let the visitor choose. */
export function speak(chosen: Language): void {
  language.value = chosen;
  keep("language", chosen);
}

/** Return a text in the language of the page, with its values filled in. */
export function say(key: Key, values: Record<string, string | number> = {}): string {
  const text = language.value === "zh" ? chinese[key] : english[key];
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
}

/** Return a length of time, as exactly as it matters. */
export function secondsOf(seconds: number): string {
  return seconds.toFixed(seconds < 1 ? 2 : seconds < 10 ? 1 : 0);
}

/** Return a time as people of the language write it. */
export function timeOf(seconds: number): string {
  return new Date(seconds * 1000).toLocaleString(language.value === "zh" ? "zh-CN" : "en", {
    dateStyle: "medium",
    timeStyle: "short",
  });
}

function nearest(code: string): Language {
  return code.toLowerCase().startsWith("zh") ? "zh" : "en";
}

export type { Key };
