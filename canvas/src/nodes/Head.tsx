import type { Box } from "../contract";
import { useDesk } from "../desk";
import { Badge } from "./Badge";
import { Icon } from "./Icon";

const OTHER = { hue: "gray", icon: "M8 2a6 6 0 1 1 0 12a6 6 0 1 1 0-12" };

/** Icon, title, kind, the line of what matters, and how the node stands. */
export function Head({ box, status }: { box: Box; status: string }) {
  const look = useDesk().looks[box.kind];
  const { hue, icon } = look ?? OTHER;
  const kind = look?.name ?? box.kind;
  return (
    <div className="head">
      <Icon path={icon} hue={hue} />
      <span className="words">
        <b title={box.title}>{box.title}</b>
        <i title={box.line}>
          {(kind !== box.title || !box.line) && <em className={box.line ? "beside" : ""}>{kind}</em>}
          {box.line}
        </i>
      </span>
      <Badge status={status} />
    </div>
  );
}
