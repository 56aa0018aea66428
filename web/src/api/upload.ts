/** Uploads, with their progress (which `fetch` does not tell). */

import { addressOf, headersOfCaller, Refused } from "./client";
import type { Upload } from "./shapes";

/** Send a file; `onProgress` hears the part that is done, 0 to 1. Throws Refused. */
export async function upload(file: File, onProgress: (done: number) => void, signal?: AbortSignal): Promise<Upload> {
  const headers = await headersOfCaller();
  const form = new FormData();
  form.append("file", file, file.name);
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("POST", addressOf("/files/upload"));
    for (const [name, value] of Object.entries(headers)) request.setRequestHeader(name, value);
    request.responseType = "json";
    request.upload.onprogress = (event) => event.lengthComputable && onProgress(event.loaded / event.total);
    request.onerror = () => reject(new TypeError("no connection"));
    request.onabort = () => reject(new DOMException("cancelled", "AbortError"));
    request.onload = () => {
      const body = (request.response ?? {}) as Upload & { code?: string; message?: string };
      if (request.status < 300) resolve(body);
      else reject(new Refused(request.status, body.code ?? "unknown", body.message ?? ""));
    };
    signal?.addEventListener("abort", () => request.abort());
    request.send(form);
  });
}
