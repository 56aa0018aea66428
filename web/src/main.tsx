import { render } from "preact";
import { Chat } from "./chat/Chat";
import { isChat, page } from "./page";
import { Gate } from "./parts/Gate";
import { RunPage } from "./run/RunPage";
import { begin } from "./state/conversations";
import { entry, open, opened } from "./state/site";
import { say } from "./words/words";
import "./styles/tokens.css";
import "./styles/parts.css";
import "./styles/chat.css";
import "./styles/markdown.css";
import "./styles/run.css";
import "./state/theme";

function Page() {
  const found = entry.value;
  if (found === "loading") {
    return (
      <p class="waiting is-centred is-page" role="status">
        <span class="dots" aria-hidden="true" />
        <span class="unseen">{say("page.loading")}</span>
      </p>
    );
  }
  if (typeof found === "string") return <Gate reason={found} />;
  return isChat ? <Chat /> : <RunPage />;
}

entry.subscribe((found) => {
  if (typeof found === "object" && isChat && opened() === found) void begin().catch(() => undefined);
});
render(<Page />, page.root);
void open();
