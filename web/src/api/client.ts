/** Calls of the web API: the passport goes along, a void one is asked for again once, faults have one class. */

import { page } from "../page";
import { passport, renewPassport } from "./passport";

export class Refused extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
    /** seconds, where the server says when to try again */
    readonly retryAfter = 0,
  ) {
    super(message);
  }
}

export interface Call {
  method?: string;
  json?: unknown;
  form?: FormData;
  query?: Record<string, string | number | boolean | undefined>;
  signal?: AbortSignal;
  headers?: Record<string, string>;
}

/** Return the parsed answer of a call; undefined for one without a body. */
export async function call<T>(path: string, options: Call = {}): Promise<T> {
  const response = await send(path, options);
  return (response.status === 204 ? undefined : await response.json()) as T;
}

/** Return the response of a call that succeeded. Throws Refused, and TypeError when there is no connection. */
export async function send(path: string, options: Call = {}): Promise<Response> {
  let response = await attempt(path, options);
  if (response.status === 401) {
    renewPassport();
    response = await attempt(path, options);
  }
  if (!response.ok) throw await refusalOf(response);
  return response;
}

export async function headersOfCaller(): Promise<Record<string, string>> {
  return { "X-App-Code": page.code, "X-App-Passport": await passport() };
}

export function addressOf(path: string, query: Call["query"] = {}): string {
  const given = Object.entries(query).filter(([, value]) => value !== undefined && value !== "");
  const text = new URLSearchParams(given.map(([name, value]) => [name, String(value)])).toString();
  return `/api${path}${text ? `?${text}` : ""}`;
}

export async function refusalOf(response: Response): Promise<Refused> {
  const body = (await response.json().catch(() => ({}))) as { code?: string; message?: string };
  const wait = Number(response.headers.get("retry-after")) || 0;
  return new Refused(response.status, body.code ?? "unknown", body.message ?? response.statusText, wait);
}

async function attempt(path: string, { method, json, form, query, signal, headers }: Call): Promise<Response> {
  const sent: Record<string, string> = { ...(await headersOfCaller()), ...headers };
  if (json !== undefined) sent["Content-Type"] = "application/json";
  return fetch(addressOf(path, query), {
    method: method ?? (json !== undefined || form ? "POST" : "GET"),
    headers: sent,
    body: form ?? (json === undefined ? undefined : JSON.stringify(json)),
    credentials: "same-origin",
    signal,
  });
}
