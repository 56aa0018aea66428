import type { JSX } from "preact";
import { Icon, type IconName } from "./Icon";

type Props = { icon: IconName; label: string; size?: number } & Omit<
  JSX.IntrinsicElements["button"],
  "icon" | "label" | "size"
>;

/** A button that is an icon; its name is told to screen readers and shown on hovering. */
export function IconButton({ icon, label, size, class: more, ...rest }: Props) {
  return (
    <button type="button" class={`icon-button ${more ?? ""}`} aria-label={label} title={label} {...rest}>
      <Icon name={icon} size={size} />
    </button>
  );
}
