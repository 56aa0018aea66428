// Offers the variables of the inspector while somebody types "/" or "{{" into a prompt.
(() => {
  if (window.millraceCompletion) return;
  window.millraceCompletion = true;
  const TRIGGER = /(?:\{\{#?|(?<=^|\s)\/)([^\s{}]*)$/;
  let list = null, area = null, from = 0;

  const close = () => { list?.remove(); list = null; };
  const offered = () => JSON.parse(document.querySelector(".mr-variables")?.dataset.variables ?? "[]");
  const rows = () => [...list.children];

  const mark = (row) => {
    rows().forEach((one) => one.setAttribute("aria-selected", String(one === row)));
    row.scrollIntoView({ block: "nearest" });
  };

  const insert = (reference) => {
    const text = area.value.slice(0, from) + reference + area.value.slice(area.selectionStart);
    Object.getOwnPropertyDescriptor(HTMLTextAreaElement.prototype, "value").set.call(area, text);
    area.dispatchEvent(new Event("input", { bubbles: true })); // so that the page's own field knows
    area.setSelectionRange(from + reference.length, from + reference.length);
    close();
  };

  const show = (found) => {
    close();
    if (!found.length) return;
    list = document.createElement("div");
    list.className = "mr-completion";
    list.setAttribute("role", "listbox");
    for (const [label, type, reference] of found) {
      const row = document.createElement("div");
      row.setAttribute("role", "option");
      row.dataset.reference = reference;
      const name = document.createElement("span"), kind = document.createElement("i");
      name.textContent = label;
      kind.textContent = type;
      row.append(name, kind);
      row.addEventListener("mousedown", (event) => { event.preventDefault(); insert(reference); });
      list.append(row);
    }
    const { left, bottom, width } = area.getBoundingClientRect();
    const { backgroundColor, color, fontFamily } = getComputedStyle(document.querySelector("[data-testid=stApp]"));
    Object.assign(list.style, { backgroundColor, color, fontFamily, left: `${left}px`, width: `${width}px` });
    list.style.top = `${Math.min(bottom + 4, innerHeight - 230)}px`;
    document.body.append(list);
    mark(list.firstChild);
  };

  document.addEventListener("input", (event) => {
    if (!event.target.matches?.("[class*='st-key-prompt_'] textarea")) return;
    area = event.target;
    const hit = TRIGGER.exec(area.value.slice(0, area.selectionStart));
    if (!hit) return close();
    from = hit.index;
    const asked = hit[1].toLowerCase();
    show(offered().filter(([label, , reference]) => `${label} ${reference}`.toLowerCase().includes(asked)));
  });

  document.addEventListener("keydown", (event) => {
    if (!list || event.target !== area) return;
    const all = rows(), at = all.findIndex((row) => row.getAttribute("aria-selected") === "true");
    const moves = { ArrowDown: 1, ArrowUp: -1 };
    if (event.key in moves) mark(all[(at + moves[event.key] + all.length) % all.length]);
    else if (["Enter", "Tab"].includes(event.key) && !event.ctrlKey && !event.metaKey) insert(all[at].dataset.reference);
    else if (event.key === "Escape") close();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }, true);

  document.addEventListener("focusout", close);
})();
