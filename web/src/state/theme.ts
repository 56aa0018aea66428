/** How the page looks: light, dark or as the system says, and the site's colour made readable on both. */

import { effect, signal } from "@preact/signals";
import { accentOf } from "./colours";
import { page } from "../page";
import { keep, recall } from "./kept";

export type Theme = "auto" | "light" | "dark";

const asked = new URLSearchParams(location.search).get("theme");
const system = matchMedia("(prefers-color-scheme: dark)");
const systemIsDark = signal(system.matches);
system.addEventListener("change", () => (systemIsDark.value = system.matches));

export const theme = signal<Theme>([asked, recall<string>("theme"), page.theme].find(isTheme) ?? "auto");
export const colour = signal(page.colour);

export function isDark(): boolean {
  return theme.value === "dark" || (theme.value === "auto" && systemIsDark.value);
}

/** Let the visitor choose. */
export function dress(chosen: Theme): void {
  theme.value = chosen;
  keep("theme", chosen);
}

effect(() => {
  const dark = isDark();
  const style = document.documentElement.style;
  document.documentElement.dataset.theme = dark ? "dark" : "light";
  const accent = accentOf(colour.value, dark);
  style.setProperty("--accent", accent.fill);
  style.setProperty("--on-accent", accent.on);
  style.setProperty("--accent-text", accent.text);
  document.querySelector('meta[name="theme-color"]')?.setAttribute("content", dark ? "#16181d" : "#ffffff");
});

function isTheme(text: string | null | undefined): text is Theme {
  return text === "auto" || text === "light" || text === "dark";
}
