// The inbox by hand and by keys: choose all, count the chosen, and j k x s r while the list has the focus.

const HINTED = "buttobi:inbox-keys";

function count(inbox) {
  const picks = [...inbox.querySelectorAll("[name='picked']")];
  const n = picks.filter((pick) => pick.checked).length;
  const line = inbox.querySelector("[data-pick-count]");
  if (line) line.textContent = n === 0 ? "" : n === 1 ? line.dataset.one : line.dataset.many.replace("{n}", n);
  const all = inbox.querySelector("[data-pick-all]");
  if (all) {
    all.checked = n > 0 && n === picks.length;
    all.indeterminate = n > 0 && n < picks.length;
  }
}

document.addEventListener("change", (event) => {
  const inbox = event.target.closest?.("[data-inbox]");
  if (!inbox) return;
  if (event.target.matches("[data-pick-all]")) {
    for (const pick of inbox.querySelectorAll("[name='picked']")) pick.checked = event.target.checked;
  }
  count(inbox);
});

function step(letter, way) {
  const letters = [...letter.parentElement.querySelectorAll(".letter")];
  letters[letters.indexOf(letter) + way]?.querySelector("[name='picked']")?.focus();
}

const KEYS = {
  j: (letter) => step(letter, 1),
  k: (letter) => step(letter, -1),
  x: (letter) => letter.querySelector("[name='picked']")?.click(),
  s: (letter) => letter.querySelector("button[name='show']")?.click(),
  r: (letter) => letter.querySelector("button[name='refuse']")?.click(),
};

// Only while the focus is in a row: a single key typed anywhere else must do nothing.
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  const letter = event.target.closest?.("[data-inbox] .letter");
  if (!letter || !KEYS[event.key]) return;
  event.preventDefault();
  KEYS[event.key](letter);
});

// An open "More" closes when one looks elsewhere.
document.addEventListener("click", (event) => {
  for (const more of document.querySelectorAll("details.more[open]")) {
    if (!more.contains(event.target)) more.open = false;
  }
});
document.addEventListener("keydown", (event) => {
  const more = event.key === "Escape" && event.target.closest?.("details.more[open]");
  if (!more) return;
  more.open = false;
  more.querySelector("summary").focus();
});

const keys = document.querySelector("[data-inbox-keys]");
try {
  if (keys && localStorage.getItem(HINTED)) keys.hidden = true;
  else if (keys) localStorage.setItem(HINTED, "1");
} catch {
  // A browser that keeps nothing shows the hints each time.
}
