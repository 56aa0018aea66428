/** What the server says of the page that it answers with: which site, and how it is shown. */

const root = document.getElementById("app") as HTMLElement;

export const page = {
  root,
  code: root.dataset.code ?? "",
  /** chat, agent-chat, advanced-chat, completion or workflow */
  mode: root.dataset.mode ?? "chat",
  /** in a small frame of another page */
  isFramed: root.dataset.shape === "frame",
  language: root.dataset.language ?? "en-US",
  title: root.dataset.title ?? "",
  colour: root.dataset.colour ?? "",
  /** what the server signed of how this page was opened */
  entry: root.dataset.entry ?? "",
  /** as the site is set up: auto, light or dark */
  theme: root.dataset.theme ?? "auto",
};

export const isChat = page.mode !== "completion" && page.mode !== "workflow";
