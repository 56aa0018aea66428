/** The site as it was set up: its looks, what its app can do, and what the embedding page gave. */

import { signal } from "@preact/signals";
import { call, Refused } from "../api/client";
import { actAs } from "../api/passport";
import type { Control, Parameters, Site } from "../api/shapes";
import { type Given, readGiven } from "../given";
import { escaped, safeImage } from "../markdown/parse";
import { page } from "../page";
import { colour } from "./theme";

export interface Field extends Control {
  type: string;
}

export interface Opened {
  site: Site;
  /** of a batch */
  mostRows: number;
  parameters: Parameters;
  fields: Field[];
  given: Given;
}

interface About {
  site: Site;
  batch_limit: number;
}

/** loading, what stands in the way, or the site */
export type Entry = "loading" | "password" | "members" | "off" | "failed" | Opened;

export const entry = signal<Entry>("loading");

/** Return the site; only for what is shown once it is open. */
export function opened(): Opened {
  return entry.value as Opened;
}

/** Load the site, or say what stands in the way. */
export async function open(): Promise<void> {
  const given = await readGiven(location.search);
  actAs({ userId: given.system.user_id, identity: given.system.identity });
  try {
    const [about, parameters] = await Promise.all([call<About>("/site"), call<Parameters>("/parameters")]);
    show(about.site);
    entry.value = { site: about.site, mostRows: about.batch_limit, parameters, fields: fieldsOf(parameters), given };
  } catch (error) {
    entry.value = obstacle(error);
  }
}

function obstacle(error: unknown): Entry {
  if (!(error instanceof Refused)) return "failed";
  if (error.code === "password_required") return "password";
  if (error.code === "login_required") return "members";
  return error.status < 500 && error.status !== 429 ? "off" : "failed";
}

function show(site: Site): void {
  document.title = site.title || page.title;
  colour.value = site.chat_color_theme;
  const mark = document.querySelector<HTMLLinkElement>('link[rel="icon"]');
  if (mark) mark.href = (site.icon_url && safeImage(site.icon_url)) || signed(site);
}

/** Return the app's sign as a picture. */
function signed({ icon, icon_background }: Site): string {
  const ground = /^#[0-9a-f]{3,8}$/i.test(icon_background) ? icon_background : "none";
  const sign = escaped(icon || "🤖");
  const text = `<text x="50" y="50" font-size="62" text-anchor="middle" dominant-baseline="central">${sign}</text>`;
  const box = `<rect width="100" height="100" rx="26" fill="${ground}"/>`;
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 100">${box}${text}</svg>`;
  return `data:image/svg+xml,${encodeURIComponent(svg)}`;
}

function fieldsOf(parameters: Parameters): Field[] {
  return parameters.user_input_form.flatMap((item) =>
    Object.entries(item)
      .map(([type, control]) => ({ ...control, type, label: control.label || control.variable }))
      .filter((field) => !field.hide && field.type !== "external_data_tool"),
  );
}
