import { useState } from "preact/hooks";
import { Refused } from "../api/client";
import { enter } from "../api/passport";
import { page } from "../page";
import { open } from "../state/site";
import { faultOf } from "../words/faults";
import { say } from "../words/words";
import { Icon, type IconName } from "./Icon";
import { Preferences } from "./Preferences";

/** What stands before a page that cannot be shown (yet). */
export function Gate({ reason }: { reason: "password" | "members" | "off" | "failed" }) {
  const icon: IconName = reason === "password" || reason === "members" ? "lock" : "warning";
  return (
    <main class="gate">
      <div class="card">
        <span class="gate-icon">
          <Icon name={icon} size={28} />
        </span>
        <div>
          <p class="note">{page.title}</p>
          <h1>{say(`page.${reason}`)}</h1>
        </div>
        <p>{say(`page.${reason}.detail`)}</p>
        {(reason === "password" || reason === "members") && <Key isMember={reason === "members"} />}
        {reason === "failed" && (
          <button type="button" class="button is-main" onClick={() => void open()}>
            {say("chat.retry")}
          </button>
        )}
      </div>
      <Preferences />
    </main>
  );
}

/** Asks for the site's password, or for a member's address and password. */
function Key({ isMember }: { isMember: boolean }) {
  const [email, name] = useState("");
  const [password, write] = useState("");
  const [fault, tell] = useState("");
  const submit = async (event: Event) => {
    event.preventDefault();
    tell("");
    try {
      await enter(isMember ? { email, password } : { password });
      await open();
    } catch (error) {
      tell(wrongKey(error));
    }
  };
  return (
    <form class="stack" onSubmit={(event) => void submit(event)}>
      {isMember && (
        <label class="field">
          <span>{say("page.email")}</span>
          <input
            type="email"
            autocomplete="username"
            value={email}
            onInput={(event) => name(event.currentTarget.value)}
          />
        </label>
      )}
      <label class="field">
        <span>{say("page.password.field")}</span>
        <input
          type="password"
          autocomplete="current-password"
          value={password}
          aria-invalid={!!fault}
          onInput={(event) => write(event.currentTarget.value)}
        />
      </label>
      {fault && (
        <p class="fault" role="alert">
          {fault}
        </p>
      )}
      <button type="submit" class="button is-main" disabled={!password || (isMember && !email)}>
        {say(isMember ? "page.members.go" : "page.password.go")}
      </button>
    </form>
  );
}

function wrongKey(error: unknown): string {
  if (error instanceof Refused && error.status === 403) return say("page.members.wrong");
  if (error instanceof Refused && error.status === 401) return say("page.password.wrong");
  return faultOf(error);
}
