import { useSyncExternalStore } from "react";

type Statuses = Readonly<Record<string, string>>;

/**
 * How each node stands. Kept apart from the nodes: a new status draws one node again and touches neither its place
 * nor what is selected.
 */
export class StatusBoard {
  private pushed: Statuses = {};
  private live: Statuses = {};
  private readonly listeners = new Set<() => void>();

  /** Show what the server drew. */
  push(statuses: Statuses): void {
    this.pushed = statuses;
    this.tell();
  }

  /** Show what a run that is followed says; it wins over what was drawn. */
  follow(statuses: Statuses): void {
    this.live = { ...this.live, ...statuses };
    this.tell();
  }

  /** Forget the run that was followed. */
  leave(): void {
    this.live = {};
    this.tell();
  }

  of(id: string): string {
    return this.live[id] ?? this.pushed[id] ?? "";
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  private tell(): void {
    this.listeners.forEach((listener) => listener());
  }
}

export function useStatus(board: StatusBoard, id: string): string {
  return useSyncExternalStore(board.subscribe, () => board.of(id));
}
