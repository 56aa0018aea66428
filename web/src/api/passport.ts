/** The passport: which visitor this is. It is kept by the browser, so that conversations are found again. */

import { page } from "../page";
import { keep, recall } from "../state/kept";
import { Refused, refusalOf } from "./client";

/** What the embedding page says of the visitor: a name without proof, or one that its server has signed. */
interface Claims {
  userId?: string;
  identity?: string;
}

let claims: Claims = {};
let grant = "";
let current: Promise<string> | undefined;

/** Say who the embedding page says that the visitor is; before the first call. */
export function actAs(told: Claims): void {
  claims = told;
  if (told.identity) keep(name(), undefined); // whoever was signed for last time
}

/** Open the door by the site's password, or by a member's login. Throws Refused when it is wrong. */
export async function enter(key: { password: string; email?: string }): Promise<void> {
  const headers = { "X-App-Code": page.code, "Content-Type": "application/json" };
  const response = await fetch("/api/grants", { method: "POST", headers, body: JSON.stringify(key) });
  if (!response.ok) throw await refusalOf(response);
  grant = ((await response.json()) as { grant: string }).grant;
  current = undefined;
}

/** Return the token, asking for one where none is kept. Throws Refused, also where the door is closed. */
export function passport(): Promise<string> {
  if (!current) {
    const token = recall<string>(name());
    current = token ? Promise.resolve(token) : ask();
    current.catch(() => (current = undefined));
  }
  return current;
}

/** Ask for another token in place of one that the server does not take any more: of the same visitor, if it may be. */
export function renewPassport(): void {
  const former = recall<string>(name());
  current = ask(former).catch((error: unknown) => {
    if (former && error instanceof Refused && error.status === 401) keep(name(), undefined);
    current = undefined;
    throw error;
  });
  current.catch(() => undefined);
}

async function ask(former = ""): Promise<string> {
  const query = claims.userId && !claims.identity ? `?${new URLSearchParams({ user_id: claims.userId })}` : "";
  const told = { "X-App-Code": page.code, "X-App-Entry": page.entry, "X-App-Grant": grant };
  const sent = { ...told, "X-App-Identity": claims.identity ?? "", "X-App-Passport": former };
  const headers = Object.fromEntries(Object.entries(sent).filter(([, value]) => value));
  const response = await fetch(`/api/passport${query}`, { headers, credentials: "same-origin" });
  if (!response.ok) throw await refusalOf(response);
  const token = ((await response.json()) as { access_token: string }).access_token;
  keep(name(), token);
  return token;
}

function name(): string {
  if (claims.identity) return "passport:signed";
  return claims.userId ? `passport:${claims.userId}` : "passport";
}
