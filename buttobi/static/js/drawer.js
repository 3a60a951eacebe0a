// The drawer of Other Settings: open where something is wrong, and its closed face says what is in it.

function parts(field) {
  return field.value.split(field.dataset.saysSplit ?? "\n").filter((part) => part.trim()).length;
}

function chosen(field) {
  if (field.type === "checkbox") return field.checked ? "on" : "off";
  return field.value.trim();
}

function says(field) {
  if ((field.type === "radio" && !field.checked) || field.disabled) return "";
  if (field.dataset.saysMany) {
    const n = parts(field);
    if (n === 0) return "";
    return n === 1 ? field.dataset.saysOne : field.dataset.saysMany.replace("{n}", n);
  }
  const value = chosen(field);
  if (!value || value === (field.dataset.saysDefault ?? "")) return "";
  let words = field.selectedOptions?.[0]?.textContent ?? field.labels?.[0]?.textContent;
  if (!field.selectedOptions && field.type !== "radio" && field.type !== "checkbox") words = value.replace("T", " ");
  return field.dataset.says.replace("{}", words.trim());
}

function update(drawer) {
  const line = drawer.querySelector("[data-drawer-says]");
  if (!line) return;
  const fields = drawer.querySelectorAll("[data-says], [data-says-many]");
  if (fields.length) line.textContent = [...fields].map(says).filter(Boolean).join(" · ");
}

for (const drawer of document.querySelectorAll("[data-drawer]")) {
  if (drawer.querySelector("[data-bad], [aria-invalid='true']")) drawer.open = true;
  drawer.addEventListener("input", () => update(drawer));
  drawer.addEventListener("change", () => update(drawer));
  // A field that the browser itself refuses must not refuse from inside a closed drawer.
  drawer.addEventListener("invalid", () => (drawer.open = true), true);
  update(drawer);
}

document.querySelector("[data-error-summary]")?.focus();
document.addEventListener("click", (event) => {
  const link = event.target.closest?.(".error-summary a[href^='#']");
  const field = link && document.getElementById(decodeURIComponent(link.hash.slice(1)));
  if (!field) return;
  event.preventDefault();
  field.closest("details")?.setAttribute("open", "");
  (field.matches("input, select, textarea") ? field : field.querySelector("input, select, textarea"))?.focus();
});
