/** The drawing of a kind of node on a tile of its hue. */
export function Icon({ path, hue }: { path: string; hue: string }) {
  return (
    <span className="icon" style={{ color: `var(--hue-${hue})` }} aria-hidden>
      <svg
        viewBox="0 0 16 16"
        fill="none"
        stroke="currentColor"
        strokeWidth="1.5"
        strokeLinecap="round"
        strokeLinejoin="round"
      >
        <path d={path} />
      </svg>
    </span>
  );
}
