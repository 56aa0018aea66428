import { useDesk } from "../desk";

const SIGNS: Readonly<Record<string, string>> = {
  succeeded: "M4.5 8.3l2.4 2.4 4.6-5",
  reused: "M4.8 6.3h6.4M4.8 9.7h6.4",
  fresh: "M4.5 8.3l2.4 2.4 4.6-5",
  failed: "M5.4 5.4l5.2 5.2M10.6 5.4l-5.2 5.2",
  exception: "M8 4.4v4.2M8 11.3v.1",
  stopped: "M5 8h6",
  paused: "M6.4 5.2v5.6M9.6 5.2v5.6",
  retry: "M11 8a3 3 0 1 1-1-2.3M10.4 3.9v2h-2",
  stale: "M4.6 8.6c1-1.6 2.2-1.6 3.4-.6s2.4 1 3.4-.6",
  skipped: "M5.2 5.2l3 2.8-3 2.8M9 5.2l3 2.8-3 2.8",
  faulty: "M8 4.4v4.2M8 11.3v.1",
};

/** The mark in a node's corner that says how it stands; its words are for screen readers and for the pointer. */
export function Badge({ status }: { status: string }) {
  const { words } = useDesk();
  if (!status) return null;
  const said = words[`status.${status}`] ?? status;
  return (
    <span className={`badge badge-${status}`} role="img" aria-label={said} title={said}>
      {SIGNS[status] && (
        <svg
          viewBox="0 0 16 16"
          fill="none"
          stroke="currentColor"
          strokeWidth="1.8"
          strokeLinecap="round"
          strokeLinejoin="round"
        >
          <path d={SIGNS[status]} />
        </svg>
      )}
    </span>
  );
}
