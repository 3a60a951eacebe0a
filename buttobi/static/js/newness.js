// Marks the trackbacks that came since this device last looked at this list. Nothing about it leaves the device.

const PREFIX = "buttobi:seen:";

for (const list of document.querySelectorAll("[data-newness]")) {
  const key = PREFIX + list.dataset.newness;
  let seen = null;
  try {
    seen = localStorage.getItem(key);
  } catch {
    break; // A browser that keeps nothing has no last visit.
  }
  let newest = seen ?? "";
  for (const knot of list.querySelectorAll("[data-at]")) {
    const at = new Date(knot.dataset.at).toISOString();
    if (at > newest) newest = at;
    if (seen && at > seen) {
      const word = document.createElement("span");
      word.className = "knot-new";
      word.textContent = list.dataset.newnessWord ?? (document.documentElement.lang === "ja" ? "新着" : "new");
      knot.querySelector(".knot-title")?.append(word);
    }
  }
  try {
    localStorage.setItem(key, newest || new Date().toISOString());
  } catch {
    break;
  }
}
