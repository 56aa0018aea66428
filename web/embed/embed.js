/**
 * The bubble: a round button on somebody's page that opens the chat of a shared app in a frame.
 *
 * Reads `window.millraceChatbotConfig`, or `window.difyChatbotConfig` as pages written for Dify have it, and keeps to
 * the names, ids and messages of that script. Runs by itself, without cookies and without other files.
 */
(() => {
  "use strict";

  const BUTTON = "dify-chatbot-bubble-button";
  const FRAME = "dify-chatbot-bubble-window";
  const LONGEST = 2048; // characters of an address that every server takes
  const DRAG = 8; // pixels from which on a press is a drag and no click
  const MARGIN = 16; // pixels between the bubble and the edge of the window
  const ICONS = {
    open: "M4 4h16v12H8l-4 4V4z",
    close: "M6 6l12 12M18 6L6 18",
  };

  const config = window.millraceChatbotConfig || window.difyChatbotConfig;
  const script = document.currentScript;

  if (!config || !config.token) {
    console.error("The chat bubble needs a token: set millraceChatbotConfig = { token: … } before this script.");
    return;
  }
  const base = String(config.baseUrl || new URL(script ? script.src : location.href).origin).replace(/\/+$/, "");
  const origin = new URL(base, location.href).origin;

  const STYLE = `
    #${BUTTON} {
      position: fixed; z-index: 2147483646; box-sizing: border-box; padding: 0; border: none; cursor: pointer;
      bottom: var(--${BUTTON}-bottom, 1rem); right: var(--${BUTTON}-right, 1rem);
      left: var(--${BUTTON}-left, unset); top: var(--${BUTTON}-top, unset);
      width: var(--${BUTTON}-width, 48px); height: var(--${BUTTON}-height, 48px);
      border-radius: var(--${BUTTON}-border-radius, 25px);
      background-color: var(--${BUTTON}-bg-color, #155eef);
      box-shadow: var(--${BUTTON}-box-shadow, rgba(0, 0, 0, 0.2) 0 4px 8px 0);
      display: flex; align-items: center; justify-content: center; touch-action: none; transition: transform 0.15s;
    }
    #${BUTTON}:hover { transform: var(--${BUTTON}-hover-transform, scale(1.1)); }
    #${BUTTON}:focus-visible { outline: 3px solid #84adff; outline-offset: 2px; }
    #${BUTTON} svg { width: 50%; height: 50%; fill: none; stroke: #fff; stroke-width: 2; stroke-linejoin: round;
      stroke-linecap: round; }
    #${FRAME} {
      position: fixed; z-index: 2147483645; border: none; border-radius: 0.75rem; background: #fff;
      width: 24rem; max-width: calc(100vw - 2rem); height: 43.75rem; max-height: calc(100vh - 6rem);
      box-shadow: rgba(0, 0, 0, 0.15) 0 8px 32px, rgba(0, 0, 0, 0.08) 0 1px 4px; visibility: hidden; opacity: 0;
      transition: opacity 0.15s;
    }
    #${FRAME}[data-open] { visibility: visible; opacity: 1; }
    #${FRAME}[data-wide] { width: 48%; height: 88%; }
    @media (max-width: 640px) { #${FRAME}[data-wide] { width: calc(100vw - 2rem); } }
    @media (prefers-reduced-motion: reduce) { #${BUTTON}, #${FRAME} { transition: none; } }
  `;

  /** Pack a text as the frame unpacks it: gzip, base64. */
  async function packed(text) {
    const stream = new Blob([text]).stream().pipeThrough(new CompressionStream("gzip"));
    const bytes = new Uint8Array(await new Response(stream).arrayBuffer());
    return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));
  }

  /** Return the address of the frame, with what the page passes on in its query. */
  async function address() {
    const query = new URLSearchParams();
    const given = { "": config.inputs, "sys.": config.systemVariables, "user.": config.userVariables };
    for (const [prefix, values] of Object.entries(given)) {
      for (const [name, value] of Object.entries(values || {})) {
        if (value !== null && value !== undefined) query.set(prefix + name, await packed(String(value)));
      }
    }
    const whole = `${base}/chatbot/${encodeURIComponent(config.token)}${String(query) && `?${query}`}`;
    if (whole.length > LONGEST) {
      console.warn(`The chat's address has ${whole.length} characters, more than the ${LONGEST} that servers must take.`);
    }
    return whole;
  }

  function drawing(name) {
    const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
    svg.setAttribute("viewBox", "0 0 24 24");
    svg.setAttribute("aria-hidden", "true");
    const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
    path.setAttribute("d", ICONS[name]);
    svg.append(path);
    return svg;
  }

  /** Give the button what the page wants of it: style, class, handlers, any other property. */
  function dress(button) {
    for (const [name, value] of Object.entries(config.containerProps || {})) {
      if (name === "style" && typeof value === "string") button.style.cssText += value;
      else if (name === "style") Object.assign(button.style, value);
      else if (name === "className") button.className = value;
      else if (/^on[A-Z]/.test(name) && typeof value === "function") {
        button.addEventListener(name.slice(2).toLowerCase(), value);
      } else button[name] = value;
    }
  }

  /** Put the frame where there is room for it, seen from the button. */
  function place(frame, button) {
    const box = button.getBoundingClientRect();
    const isLow = box.top + box.height / 2 > window.innerHeight / 2;
    const isRight = box.left + box.width / 2 > window.innerWidth / 2;
    const beside = (pixels, room) => `${Math.max(MARGIN, Math.min(pixels, room))}px`;
    const half = window.innerHeight / 2;
    const room = window.innerWidth - frame.offsetWidth - MARGIN;
    frame.style.top = isLow ? "auto" : beside(box.bottom + 8, half);
    frame.style.bottom = isLow ? beside(window.innerHeight - box.top + 8, half) : "auto";
    frame.style.left = isRight ? "auto" : beside(box.left, room);
    frame.style.right = isRight ? beside(window.innerWidth - box.right, room) : "auto";
  }

  /** Let the button be moved; a press that moved it is no click. */
  function makeDraggable(button, frame) {
    const axis = config.dragAxis || "both";
    let start = null;
    let moved = false;
    button.addEventListener("pointerdown", (event) => {
      const box = button.getBoundingClientRect();
      start = { x: event.clientX, y: event.clientY, left: box.left, top: box.top, box };
      moved = false;
      button.setPointerCapture(event.pointerId);
    });
    button.addEventListener("pointermove", (event) => {
      if (!start) return;
      const dx = axis === "y" ? 0 : event.clientX - start.x;
      const dy = axis === "x" ? 0 : event.clientY - start.y;
      if (!moved && Math.hypot(dx, dy) < DRAG) return;
      moved = true;
      const most = { x: window.innerWidth - start.box.width, y: window.innerHeight - start.box.height };
      button.style.left = `${Math.max(0, Math.min(start.left + dx, most.x))}px`;
      button.style.top = `${Math.max(0, Math.min(start.top + dy, most.y))}px`;
      button.style.right = button.style.bottom = "auto";
      place(frame, button);
    });
    const end = () => (start = null);
    button.addEventListener("pointerup", end);
    button.addEventListener("pointercancel", end);
    button.addEventListener("click", (event) => {
      if (moved) event.stopImmediatePropagation();
      moved = false;
    }, true);
  }

  async function begin() {
    if (document.getElementById(BUTTON)) return;
    const style = document.createElement("style");
    style.textContent = STYLE;
    if (script && script.nonce) style.nonce = script.nonce;
    document.head.append(style);

    const button = document.createElement("button");
    button.id = BUTTON;
    button.type = "button";
    button.setAttribute("aria-controls", FRAME);
    const frame = document.createElement("iframe");
    frame.id = FRAME;
    frame.allow = "fullscreen;microphone;clipboard-write";
    frame.title = config.title || "Chat";

    const show = (isOpen) => {
      frame.toggleAttribute("data-open", isOpen);
      button.setAttribute("aria-expanded", String(isOpen));
      button.setAttribute("aria-label", isOpen ? "Close the chat" : "Open the chat");
      button.replaceChildren(drawing(isOpen ? "close" : "open"));
      if (isOpen) place(frame, button);
    };
    const isOpen = () => frame.hasAttribute("data-open");

    dress(button);
    if (config.draggable) makeDraggable(button, frame);
    button.addEventListener("click", () => show(!isOpen()));
    const leave = () => {
      show(false);
      button.focus();
    };
    document.addEventListener("keydown", (event) => event.key === "Escape" && isOpen() && leave());
    window.addEventListener("resize", () => isOpen() && place(frame, button));
    window.addEventListener("message", (event) => {
      if (event.origin !== origin || event.source !== frame.contentWindow) return;
      if (event.data?.type === "dify-chatbot-iframe-ready") {
        const payload = { isToggledByButton: true, isDraggable: Boolean(config.draggable) };
        frame.contentWindow.postMessage({ type: "dify-chatbot-config", payload }, origin);
      } else if (event.data?.type === "dify-chatbot-expand-change") {
        frame.toggleAttribute("data-wide");
        place(frame, button);
      } else if (event.data?.type === "millrace-chatbot-close") {
        leave(); // Escape was pressed within the frame, which this page does not hear
      }
    });
    show(false);
    document.body.append(button, frame);
    frame.src = await address();
  }

  if (config.dynamicScript || document.readyState === "complete") begin();
  else window.addEventListener("load", begin, { once: true });
})();
