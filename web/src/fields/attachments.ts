/** Files that the visitor picks: checked, sent at once, and given along by their ids. */

import { signal } from "@preact/signals";
import type { FileRules, GivenFile, ShownFile } from "../api/shapes";
import { upload } from "../api/upload";
import { opened } from "../state/site";
import { wasCancelled } from "../words/faults";
import { say } from "../words/words";

const KINDS: Record<string, string> = {
  image: "jpg jpeg png gif webp svg",
  document: "txt markdown md mdx pdf html htm xlsx xls doc docx csv eml msg pptx ppt xml epub json yaml yml rtf odt",
  audio: "mp3 m4a wav amr mpga ogg flac aac",
  video: "mp4 mov mpeg webm",
};

export interface Attachment {
  key: number;
  name: string;
  type: string;
  size: number;
  /** of a picture, as this page shows it */
  preview: string | null;
  done: number;
  fault: string;
  given?: GivenFile;
  cancel: () => void;
}

let made = 0;

export class Attachments {
  readonly all = signal<Attachment[]>([]);
  readonly fault = signal("");

  constructor(readonly rules: FileRules) {}

  get most(): number {
    return this.rules.number_limits ?? opened().parameters.system_parameters.workflow_file_upload_limit ?? 10;
  }

  get isBusy(): boolean {
    return this.all.value.some((one) => !one.given && !one.fault);
  }

  get given(): GivenFile[] {
    return this.all.value.flatMap((one) => (one.given ? [one.given] : []));
  }

  get shown(): ShownFile[] {
    return this.all.value
      .filter((one) => one.given)
      .map(({ given, name, type, size, preview }) => {
        const known = { id: given?.upload_file_id ?? null, filename: name, type, size };
        return { ...known, ...given, url: preview ?? given?.url ?? null };
      });
  }

  /** What a file dialog should offer. */
  get accept(): string {
    const types = this.rules.allowed_file_types ?? [];
    if (!types.length) return "";
    const endings = types.flatMap((type) => (KINDS[type] ?? "").split(" ").filter(Boolean));
    const own = (this.rules.allowed_file_extensions ?? []).map((ending) => ending.replace(/^\./, ""));
    return [...endings, ...(types.includes("custom") ? own : [])].map((ending) => `.${ending.toLowerCase()}`).join(",");
  }

  allows(method: string): boolean {
    const methods = this.rules.allowed_file_upload_methods;
    return !methods?.length || methods.includes(method);
  }

  /** Take files in, as far as the rules let them. */
  add(files: Iterable<File>): void {
    this.fault.value = "";
    for (const file of files) {
      const fault = this.faultOf(file);
      if (fault) this.fault.value = fault;
      else void this.send(file);
    }
  }

  addLink(url: string): void {
    const name = decodeURIComponent(url.split(/[?#]/)[0]?.split("/").pop() || url);
    const type = this.kindOf(name);
    const given: GivenFile = { type, transfer_method: "remote_url", url };
    const one = { key: ++made, name, type, size: 0, preview: null, done: 1, fault: "", given, cancel: () => undefined };
    this.all.value = [...this.all.value, one];
  }

  remove(key: number): void {
    this.all.value.find((one) => one.key === key)?.cancel();
    this.all.value = this.all.value.filter((one) => one.key !== key);
    this.fault.value = "";
  }

  clear(): void {
    this.all.value = [];
    this.fault.value = "";
  }

  private async send(file: File): Promise<void> {
    const key = ++made;
    const type = this.kindOf(file.name, file.type);
    const preview = type === "image" ? URL.createObjectURL(file) : null;
    const control = new AbortController();
    const cancel = () => control.abort();
    const { name, size } = file;
    this.all.value = [...this.all.value, { key, name, type, size, preview, done: 0, fault: "", cancel }];
    try {
      const { id } = await upload(file, (done) => this.change(key, { done }), control.signal);
      this.change(key, { done: 1, given: { type, transfer_method: "local_file", upload_file_id: id } });
    } catch (error) {
      if (!wasCancelled(error)) this.change(key, { fault: say("file.failed", { name }) });
    }
  }

  private change(key: number, changes: Partial<Attachment>): void {
    this.all.value = this.all.value.map((one) => (one.key === key ? { ...one, ...changes } : one));
  }

  private faultOf(file: File): string {
    if (this.all.value.length >= this.most) return say("file.many", { n: this.most });
    const accepted = this.accept;
    if (accepted && !accepted.split(",").includes(endingOf(file.name))) return say("file.kind", { name: file.name });
    const limit = limitOf(this.kindOf(file.name, file.type));
    return file.size > limit * 1024 ** 2 ? say("file.large", { name: file.name, limit }) : "";
  }

  private kindOf(name: string, mime = ""): string {
    const ending = endingOf(name).slice(1);
    const found = Object.keys(KINDS).find((kind) => KINDS[kind]?.split(" ").includes(ending));
    const kind = found ?? (/^(image|audio|video)\//.exec(mime)?.[1] || "document");
    const allowed = this.rules.allowed_file_types;
    return !allowed?.length || allowed.includes(kind) ? kind : allowed.includes("custom") ? "custom" : kind;
  }
}

function endingOf(name: string): string {
  return name.includes(".") ? `.${name.split(".").pop()?.toLowerCase()}` : "";
}

function limitOf(kind: string): number {
  const limits = opened().parameters.system_parameters;
  return limits[kind === "document" || kind === "custom" ? "file_size_limit" : `${kind}_file_size_limit`] ?? 15;
}
