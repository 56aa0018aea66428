import type { Viewport } from "@xyflow/react";

/** Where a person looked at this drawing last in this tab, so that coming back to the page shows the same part. */
export function rememberedViewport(name: string): Viewport | null {
  try {
    const kept: unknown = JSON.parse(sessionStorage.getItem(slot(name)) ?? "null");
    return isViewport(kept) ? kept : null;
  } catch {
    return null; // no storage in this browser, or not ours: the whole drawing is shown
  }
}

export function rememberViewport(name: string, viewport: Viewport): void {
  try {
    sessionStorage.setItem(slot(name), JSON.stringify(viewport));
  } catch {
    // a browser without storage forgets, and nothing else happens
  }
}

function slot(name: string): string {
  return `millrace:canvas:${name}`;
}

function isViewport(value: unknown): value is Viewport {
  return typeof value === "object" && value !== null && "x" in value && "y" in value && "zoom" in value;
}
