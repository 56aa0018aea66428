import { safeLink } from "../markdown/parse";
import { opened } from "../state/site";
import { say } from "../words/words";

/** Whose page it is, and what becomes of what one writes. */
export function Imprint() {
  const { copyright, privacy_policy } = opened().site;
  const policy = privacy_policy ? safeLink(privacy_policy) : undefined;
  if (!copyright && !policy) return null;
  return (
    <p class="imprint">
      {copyright && <span>© {copyright.replace(/^©\s*/, "")}</span>}
      {policy && (
        <a href={policy} target="_blank" rel="noopener noreferrer">
          {say("page.privacy")}
        </a>
      )}
    </p>
  );
}
