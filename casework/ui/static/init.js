// Everything here makes a page nicer; every page works without it.
import { initAll } from "./govuk-frontend.js";

document.body.classList.add("js-enabled", "govuk-frontend-supported");
initAll();

// A page from the browser's own memory may show what a session that has ended could see.
addEventListener("pageshow", (event) => event.persisted && location.reload());

const idle = document.querySelector("dialog[data-idle]");
if (idle) watchIdleness(idle);
document.querySelectorAll("form[data-autosave]").forEach(saveDrafts);
document.querySelectorAll("input[data-communes]").forEach(offerCommunes);

function watchIdleness(dialog) {
  const limit = Number(dialog.dataset.idle) * 60000;
  const warning = Math.min(120000, limit / 2);
  const tabs = new BroadcastChannel("casework");
  let seen = Date.now();
  const reset = () => {
    seen = Date.now();
    if (dialog.open) dialog.close();
  };
  const tell = async () => {
    const answer = await fetch(dialog.dataset.here, { method: "POST", headers: { "X-CSRFToken": dialog.dataset.token } });
    if (answer.status !== 204) return;
    reset();
    tabs.postMessage("seen");
  };
  tabs.onmessage = reset;
  tabs.postMessage("seen");
  dialog.querySelector("button").addEventListener("click", tell);
  dialog.addEventListener("cancel", tell);
  // Somebody who types is there, although the server hears nothing of it.
  addEventListener("input", () => Date.now() - seen > limit / 3 && !dialog.open && tell());
  document.addEventListener("draft-saved", () => { reset(); tabs.postMessage("seen"); });
  setInterval(() => {
    const quiet = Date.now() - seen;
    if (quiet > limit) {
      document.body.classList.add("app-gone");
      location.replace("/");
    } else if (quiet > limit - warning && !dialog.open) {
      dialog.showModal();
    }
  }, 5000);
}

function saveDrafts(form) {
  const status = form.querySelector("[data-autosave-status]");
  let timer = 0;
  let changed = false;
  const save = async (leaving) => {
    clearTimeout(timer);
    if (!changed) return;
    changed = false;
    const body = new FormData(form);
    for (const box of form.querySelectorAll("input[type=file]")) body.delete(box.name);
    let saved = false;
    try {
      const answer = await fetch(form.dataset.autosave, { method: "POST", body, keepalive: leaving, redirect: "manual" });
      saved = answer.ok;
    } catch {
      saved = false;
    }
    if (status) status.textContent = saved ? form.dataset.saved : form.dataset.unsaved;
    if (saved) document.dispatchEvent(new Event("draft-saved"));
    else if (!leaving) {
      changed = true;
      timer = setTimeout(save, 20000, false);
    }
  };
  form.addEventListener("input", () => {
    changed = true;
    clearTimeout(timer);
    timer = setTimeout(save, 3000, false);
  });
  form.addEventListener("submit", () => {
    changed = false;
    clearTimeout(timer);
  });
  document.addEventListener("visibilitychange", () => document.hidden && save(true));
}

const fold = (text) => text.toLowerCase().normalize("NFD").replace(/\p{Mn}/gu, "").replace(/đ/g, "d");

let communes;
function offerCommunes(box) {
  const list = document.createElement("datalist");
  list.id = `${box.id}-places`;
  box.after(list);
  box.setAttribute("list", list.id);
  const load = () => (communes ??= fetch(box.dataset.communes).then((answer) => answer.json())
    .then((names) => names.map((name) => [fold(name), name])));
  box.addEventListener("focus", load);
  box.addEventListener("input", async () => {
    const words = fold(box.value).split(/[\s,]+/).filter(Boolean);
    const names = words.length && box.value.length > 1 ? await load() : [];
    const fits = names.filter(([folded]) => words.every((word) => folded.includes(word))).slice(0, 12);
    list.replaceChildren(...fits.map(([, name]) => new Option(name, name)));
  });
}
