/** What this browser remembers of the site; a frame may be denied its storage, then it lasts as long as the page. */

import { page } from "../page";

const forNow = new Map<string, string>();

/** Return what was kept under a name, undefined when nothing usable was. */
export function recall<T>(name: string): T | undefined {
  try {
    const text = read(keyOf(name));
    return text == null ? undefined : (JSON.parse(text) as T);
  } catch {
    return undefined;
  }
}

/** Keep a value for later visits; undefined forgets it. */
export function keep(name: string, value: unknown): void {
  const key = keyOf(name);
  const text = value === undefined ? undefined : JSON.stringify(value);
  if (text === undefined) forNow.delete(key);
  else forNow.set(key, text);
  try {
    if (text === undefined) localStorage.removeItem(key);
    else localStorage.setItem(key, text);
  } catch {
    // full or denied: the page goes on with what it holds itself
  }
}

function keyOf(name: string): string {
  return `millrace:${page.code}:${name}`;
}

function read(key: string): string | null | undefined {
  try {
    return localStorage.getItem(key) ?? forNow.get(key);
  } catch {
    return forNow.get(key);
  }
}
