/** The values of a form: as they are typed, checked, and as a run takes them. */

import { signal } from "@preact/signals";
import type { Field } from "../state/site";
import { say } from "../words/words";
import { Attachments } from "./attachments";

export class Values {
  readonly typed = signal<Record<string, string | boolean>>({});
  readonly files: Record<string, Attachments> = {};

  constructor(
    readonly fields: Field[],
    given: Record<string, string> = {},
  ) {
    this.typed.value = Object.fromEntries(fields.map((field) => [field.variable, first(field, given[field.variable])]));
    for (const field of fields.filter(isFile)) {
      const most = field.type === "file" ? 1 : (field.max_length ?? 5);
      this.files[field.variable] = new Attachments({ ...field, number_limits: most });
    }
  }

  set(variable: string, value: string | boolean): void {
    this.typed.value = { ...this.typed.value, [variable]: value };
  }

  get isBusy(): boolean {
    return Object.values(this.files).some((files) => files.isBusy);
  }

  /** Return what is wrong, by variable; empty when the form may go. */
  faults(): Record<string, string> {
    const found = this.fields.map((field) => [field.variable, this.faultOf(field)] as const);
    return Object.fromEntries(found.filter(([, fault]) => fault));
  }

  /** Return the values as a run takes them. */
  inputs(): Record<string, unknown> {
    return Object.fromEntries(
      this.fields.map((field) => {
        if (!isFile(field)) return [field.variable, valueOf(field, this.typed.value[field.variable] ?? "")];
        const given = this.files[field.variable]?.given ?? [];
        return [field.variable, field.type === "file" ? (given[0] ?? null) : given];
      }),
    );
  }

  private faultOf(field: Field): string {
    if (!isFile(field)) return faultIn(field, this.typed.value[field.variable] ?? "");
    const files = this.files[field.variable] as Attachments;
    if (field.required && !files.given.length) return say("form.required", { name: field.label });
    return files.given.length > files.most ? say("form.files", { name: field.label, n: files.most }) : "";
  }
}

/** Return what is wrong with a value, "" when nothing is. */
export function faultIn(field: Field, typed: string | boolean): string {
  if (typeof typed === "boolean") return "";
  const name = field.label;
  const text = typed.trim();
  if (!text) return field.required ? say("form.required", { name }) : "";
  const most = field.max_length;
  if (isText(field) && most && typed.length > most) return say("form.long", { name, n: most, is: typed.length });
  if (field.type === "number" && !Number.isFinite(Number(text))) return say("form.number", { name });
  if (field.type === "select" && !field.options?.includes(typed)) return say("form.option", { name });
  if (field.type === "json_object" && !isObject(text)) return say("form.json", { name });
  return "";
}

/** Return a typed value as a run takes it. */
export function valueOf(field: Field, typed: string | boolean): unknown {
  if (typeof typed === "boolean") return typed;
  if (isText(field)) return typed;
  if (!typed.trim()) return null;
  if (field.type === "number") return Number(typed);
  return field.type === "json_object" ? JSON.parse(typed) : typed;
}

export function isFile(field: Field): boolean {
  return field.type === "file" || field.type === "file-list";
}

export function isText(field: Field): boolean {
  return field.type === "text-input" || field.type === "paragraph";
}

function first(field: Field, given: string | undefined): string | boolean {
  const value = given ?? field.default;
  if (field.type === "checkbox") return value === true || value === "true" || value === "1";
  if (value === null || value === undefined) return "";
  const text = typeof value === "string" ? value : JSON.stringify(value);
  if (field.type === "select" && !field.options?.includes(text)) return "";
  return text;
}

function isObject(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null && !Array.isArray(value);
  } catch {
    return false;
  }
}
