// Comfort only; everything works without this file. Copying, the live count, and a warning before edits are lost.
"use strict";

const byId = (id) => document.getElementById(id);
const isEdited = () => {
  const draft = byId("draft");
  return Boolean(draft) && draft.value !== draft.defaultValue && draft.dataset.kept !== draft.value;
};

function say(text) {
  const status = byId("status");
  if (status) status.textContent = text;
  const said = byId("said");
  if (said) said.textContent = text;
}

function count() {
  const draft = byId("draft");
  const line = byId("count");
  if (!draft || !line) return;
  const length = Array.from(draft.value).length;
  const over = length - Number(draft.dataset.limit);
  const written = (value) => value.toLocaleString(line.dataset.locale);
  line.querySelector("[data-count]").textContent = written(length);
  line.querySelector("[data-over]").textContent = over > 0 ? `: ${written(over)} ${line.dataset.tooMany}` : "";
  line.classList.toggle("over", over > 0);
}

async function copy(button) {
  const draft = byId("draft");
  let done = true;
  try {
    await navigator.clipboard.writeText(draft.value);
  } catch {
    draft.focus();
    draft.select();
    done = document.execCommand("copy"); // where the page is not served over https or localhost
  }
  if (done) draft.dataset.kept = draft.value; // what was copied is not lost
  say(done ? button.dataset.copied : button.dataset.failed);
}

function prepare() {
  const button = byId("copy");
  const byHand = byId("by-hand");
  if (button) button.hidden = false;
  if (byHand) byHand.hidden = true;
  count();
}

document.addEventListener("DOMContentLoaded", prepare);
document.addEventListener("input", (event) => event.target.id === "draft" && count());
document.addEventListener("click", (event) => {
  const button = event.target.closest("#copy");
  if (button) copy(button);
});
document.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && event.target.id === "text") event.target.form.requestSubmit();
});
window.addEventListener("beforeunload", (event) => isEdited() && event.preventDefault());

document.addEventListener("htmx:confirm", (event) => {
  if (isEdited() && !window.confirm(byId("draft").dataset.leave)) event.preventDefault();
});
document.addEventListener("htmx:afterSwap", () => {
  prepare();
  const result = byId("result");
  say("");
  const status = byId("status");
  if (status) status.textContent = result.dataset.status || "";
  result.focus({ preventScroll: true });
  result.scrollIntoView({ block: "start" });
});
document.addEventListener("htmx:sendError", () => window.alert(byId("desk").dataset.offline));
