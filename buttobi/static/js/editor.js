// New Submission: the toolbar, the preview, and the draft that saves itself. What the form sends is the server's affair.

const PREVIEW_AFTER = 500;
const SAVE_AFTER = 3000;
const SAVE_AGAIN_AFTER = 10000;

// --- Toolbar ---------------------------------------------------------------------------------------------------------
const AROUND = { bold: ["**", "**"], italic: ["*", "*"], code: ["`", "`"] };
const BEFORE_LINES = { quote: "> ", list: "- ", heading: "## " };

// Typing through execCommand keeps the browser's own undo; setRangeText would empty it.
function replace(text, start, end, words) {
  text.focus();
  text.setSelectionRange(start, end);
  if (!document.execCommand("insertText", false, words)) {
    text.setRangeText(words, start, end, "end");
    text.dispatchEvent(new Event("input", { bubbles: true }));
  }
}

function markUp(text, mark) {
  const { selectionStart: start, selectionEnd: end, value } = text;
  const picked = value.slice(start, end);
  if (AROUND[mark]) {
    const [open, close] = AROUND[mark];
    replace(text, start, end, open + picked + close);
    text.setSelectionRange(start + open.length, start + open.length + picked.length);
  } else if (mark === "link") {
    const isAddress = /^https?:\/\/\S+$/.test(picked);
    replace(text, start, end, isAddress ? `[](${picked})` : `[${picked}](https://)`);
    const at = isAddress ? start + 1 : start + picked.length + 3;
    text.setSelectionRange(at, at + (isAddress ? 0 : "https://".length));
  } else if (BEFORE_LINES[mark]) {
    const from = value.lastIndexOf("\n", start - 1) + 1;
    const lines = value.slice(from, end).split("\n");
    replace(text, from, end, lines.map((line) => BEFORE_LINES[mark] + line).join("\n"));
  }
}

function wireToolbar(toolbar) {
  const text = document.querySelector(toolbar.dataset.toolbar);
  const tools = [...toolbar.querySelectorAll("button")];
  if (!text) return;
  // One stop for the Tab key, arrows between the tools.
  tools.forEach((tool, i) => (tool.tabIndex = i === 0 ? 0 : -1));
  toolbar.addEventListener("click", (event) => {
    const tool = event.target.closest("[data-mark]");
    if (tool) markUp(text, tool.dataset.mark);
  });
  toolbar.addEventListener("keydown", (event) => {
    const way = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    const here = tools.indexOf(document.activeElement);
    if (!way || here < 0) return;
    const next = tools[(here + way + tools.length) % tools.length];
    tools.forEach((tool) => (tool.tabIndex = tool === next ? 0 : -1));
    next.focus();
  });
  text.addEventListener("keydown", (event) => {
    const mark = (event.ctrlKey || event.metaKey) && !event.isComposing && { b: "bold", i: "italic", k: "link" }[event.key];
    if (!mark) return;
    event.preventDefault();
    markUp(text, mark);
  });
}

// --- Talking to the server -------------------------------------------------------------------------------------------
function post(form, url, signal) {
  const body = new FormData(form);
  return fetch(url, {
    method: "POST",
    body,
    signal,
    credentials: "same-origin",
    headers: { "X-CSRFToken": body.get("csrfmiddlewaretoken") ?? "", "X-Requested-With": "fetch" },
  });
}

function written(form) {
  const fields = new FormData(form);
  fields.delete("csrfmiddlewaretoken");
  return new URLSearchParams(fields).toString();
}

// --- Preview ---------------------------------------------------------------------------------------------------------
function wirePreview(form) {
  const pane = form.querySelector("[data-preview]");
  const paper = form.querySelector("[data-preview-body]");
  const toggle = form.querySelector("[data-preview-toggle]");
  if (!pane || !paper || !toggle || !form.dataset.previewUrl) return;
  let waiting = 0;
  let asking = null;

  async function refresh() {
    asking?.abort();
    asking = new AbortController();
    pane.setAttribute("data-busy", "");
    try {
      const reply = await post(form, form.dataset.previewUrl, asking.signal);
      // The server cleans what it renders; this is the same HTML that readers will get.
      if (reply.ok && !reply.redirected) paper.innerHTML = await reply.text();
    } catch {
      return; // Overtaken by a newer one, or offline: the last preview stays.
    }
    pane.removeAttribute("data-busy");
  }

  toggle.setAttribute("aria-expanded", String(!pane.hidden));
  toggle.addEventListener("click", (event) => {
    event.preventDefault();
    pane.hidden = !pane.hidden;
    toggle.setAttribute("aria-expanded", String(!pane.hidden));
    if (!pane.hidden) {
      refresh();
      pane.scrollIntoView({ block: "nearest" });
    }
  });
  form.addEventListener("input", () => {
    clearTimeout(waiting);
    if (!pane.hidden) waiting = setTimeout(refresh, PREVIEW_AFTER);
  });
}

// --- Autosave --------------------------------------------------------------------------------------------------------
function wireAutosave(form) {
  const url = form.dataset.autosaveUrl;
  const status = form.querySelector("[data-autosave-status]");
  if (!url) return;
  let saved = written(form);
  let waiting = 0;
  let saving = false;
  let leaving = false;

  function say(words, failed = false) {
    if (!status) return;
    status.textContent = words ?? "";
    status.toggleAttribute("data-failed", failed);
  }

  function later(pause) {
    clearTimeout(waiting);
    waiting = setTimeout(save, pause);
  }

  function keep({ saved: at, edit, autosave }) {
    say(form.dataset.saySaved?.replace("{time}", at));
    // Reloading the page now comes back to this draft instead of an empty sheet.
    if (edit && new URL(edit, location.href).pathname !== location.pathname) {
      history.replaceState(null, "", edit);
    }
    if (autosave) form.dataset.autosaveUrl = autosave;
  }

  async function save() {
    const now = written(form);
    if (now === saved || saving || leaving) return;
    saving = true;
    say(form.dataset.saySaving);
    try {
      const reply = await post(form, form.dataset.autosaveUrl);
      if (!reply.ok || reply.redirected) throw new Error(`answered ${reply.status}`);
      keep(await reply.json());
      saved = now;
    } catch {
      say(form.dataset.sayFailed, true);
      later(SAVE_AGAIN_AFTER);
    } finally {
      saving = false;
    }
    if (written(form) !== saved) later(SAVE_AFTER);
  }

  form.addEventListener("input", () => later(SAVE_AFTER));
  form.addEventListener("change", () => later(SAVE_AFTER));
  form.addEventListener("submit", () => {
    leaving = true;
    clearTimeout(waiting);
  });
  // Back from the next page by the history, the form is alive again.
  addEventListener("pageshow", () => (leaving = false));
  document.addEventListener("visibilitychange", () => document.hidden && save());
  addEventListener("beforeunload", (event) => {
    if (!leaving && written(form) !== saved) event.preventDefault();
  });
}

// --- Back after Submit -----------------------------------------------------------------------------------------------
// Whoever goes back finds this address again, and by the form's token in it the entry that was made of it.
function nameSubmission(form) {
  const token = form.elements.namedItem("submission");
  if (!token || !("opened" in form.dataset)) return;
  const here = new URL(location.href);
  here.searchParams.set("submission", token.value);
  history.replaceState(history.state, "", here);
}

// --- No accidents ----------------------------------------------------------------------------------------------------
function guardEnter(form) {
  form.addEventListener("keydown", (event) => {
    const line = event.target.matches("input:not([type='submit'], [type='button'])");
    // Enter chooses a word while composing, and publishes nothing from a line of text: that takes a press on Submit.
    if (event.key === "Enter" && line && !event.ctrlKey && !event.metaKey) event.preventDefault();
  });
}

for (const toolbar of document.querySelectorAll("[data-toolbar]")) wireToolbar(toolbar);
for (const form of document.querySelectorAll("[data-editor]")) {
  guardEnter(form);
  nameSubmission(form);
  wirePreview(form);
  wireAutosave(form);
}
