import { safeImage } from "../markdown/parse";
import { opened } from "../state/site";

/** The app's icon: its picture, or its sign on its ground. */
export function SiteIcon({ size = 36 }: { size?: number }) {
  const { site } = opened();
  const picture = site.icon_url && safeImage(site.icon_url);
  const style = { width: `${size}px`, height: `${size}px`, fontSize: `${Math.round(size * 0.56)}px` };
  if (picture) return <img class="site-icon" style={style} src={picture} alt="" />;
  return (
    <span class="site-icon" style={{ ...style, background: ground(site.icon_background) }} aria-hidden="true">
      {site.icon || "🤖"}
    </span>
  );
}

function ground(colour: string | null): string {
  return /^#[0-9a-f]{3,8}$/i.test(colour ?? "") ? (colour as string) : "var(--soft)";
}
