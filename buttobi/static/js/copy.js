// Copies what data-copy points to, says so in place, and says it aloud. Without a clipboard it selects the text instead.

const live = document.createElement("div");
live.className = "visually-hidden";
live.setAttribute("role", "status");
document.body.append(live);

function select(element) {
  if ("select" in element) element.select();
  else getSelection().selectAllChildren(element);
}

async function copy(button) {
  const source = document.querySelector(button.dataset.copy);
  if (!source) return;
  try {
    await navigator.clipboard.writeText(("value" in source ? source.value : source.textContent).trim());
  } catch {
    // Plain http on another machine has no clipboard; the old command still works on a selection there.
    select(source);
    if (!document.execCommand("copy")) return;
  }
  button.setAttribute("data-done", "");
  live.textContent = "";
  // A region that is emptied and filled in one go says nothing the second time.
  setTimeout(() => (live.textContent = button.dataset.copied ?? ""), 50);
  clearTimeout(button.resting);
  button.resting = setTimeout(() => button.removeAttribute("data-done"), 4000);
}

document.addEventListener("click", (event) => {
  const button = event.target.closest?.("[data-copy]");
  if (button) copy(button);
});
