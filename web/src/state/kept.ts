/**
 * What this browser remembers of the site. Where a frame of another site is denied its storage, what is small goes into a
 * cookie of that site's own jar (partitioned, never read by the server); where that is denied, too, it lasts as long as
 * the page.
 */

import { page } from "../page";

const IN_COOKIES = /^(passport|language|theme|run$)/;
const LARGEST_COOKIE = 3500; // characters
const COOKIE_SECONDS = 400 * 86_400;

const forNow = new Map<string, string>();

/** Return what was kept under a name, undefined when nothing usable was. */
export function recall<T>(name: string): T | undefined {
  try {
    const text = stored(name) ?? forNow.get(name);
    return text === undefined ? undefined : (JSON.parse(text) as T);
  } catch {
    return undefined;
  }
}

/** Keep a value for later visits; undefined forgets it. */
export function keep(name: string, value: unknown): void {
  const text = value === undefined ? undefined : JSON.stringify(value);
  if (text === undefined) forNow.delete(name);
  else forNow.set(name, text);
  try {
    if (text === undefined) localStorage.removeItem(keyOf(name));
    else localStorage.setItem(keyOf(name), text);
  } catch {
    if (IN_COOKIES.test(name)) keepInCookie(name, text ?? "");
  }
}

function stored(name: string): string | undefined {
  try {
    return localStorage.getItem(keyOf(name)) ?? undefined;
  } catch {
    return cookie(name);
  }
}

function keyOf(name: string): string {
  return `millrace:${page.code}:${name}`;
}

function keepInCookie(name: string, text: string): void {
  const value = encodeURIComponent(text);
  if (value.length > LARGEST_COOKIE) return;
  const age = text ? COOKIE_SECONDS : 0;
  document.cookie =
    `${encodeURIComponent(keyOf(name))}=${value}; Path=${location.pathname}; Max-Age=${age}; ` +
    "Secure; SameSite=None; Partitioned";
}

function cookie(name: string): string | undefined {
  const start = `${encodeURIComponent(keyOf(name))}=`;
  const found = document.cookie.split("; ").find((one) => one.startsWith(start));
  return found ? decodeURIComponent(found.slice(start.length)) || undefined : undefined;
}
