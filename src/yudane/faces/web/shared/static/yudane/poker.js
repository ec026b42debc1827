// A session of poker looks by itself what changed, every two seconds. Without this the page is loaded again by hand.
(() => {
  "use strict";
  const table = document.getElementById("y-poker");
  const lost = document.getElementById("y-lost");
  const address = `${location.pathname}/now`;
  const now = () => table.firstElementChild;
  const typed = {}; // by id, so that nothing that is being typed goes away with what changes around it
  let ends = 0;
  let said = now().dataset.says;

  function begin() {
    ends = Date.now() + 1000 * Number(now().dataset.left);
    tick();
  }

  function tick() {
    const left = table.querySelector(".left");
    const seconds = Math.max(0, Math.ceil((ends - Date.now()) / 1000));
    if (left) left.textContent = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
  }

  function keep() {
    for (const field of table.querySelectorAll("textarea, input[type=number], input[type=radio]")) {
      const changed = field.type === "radio" ? field.checked : field.value !== field.defaultValue;
      if (changed) typed[field.id] = field.value; else delete typed[field.id];
    }
    const focused = table.contains(document.activeElement) ? document.activeElement : null;
    const open = [...table.querySelectorAll("details[open]")].length > 0;
    return { name: focused?.name, value: focused?.value, id: focused?.id, from: focused?.selectionStart, open };
  }

  function putBack(kept) {
    for (const [id, value] of Object.entries(typed)) {
      const field = document.getElementById(id);
      if (field?.type === "radio") field.checked = true; else if (field) field.value = value;
    }
    if (kept.open) table.querySelectorAll("details").forEach((fold) => { fold.open = true; });
    const same = [...table.querySelectorAll("button, input, textarea")].find((field) => (
      kept.id ? field.id === kept.id : kept.name && field.name === kept.name && field.value === kept.value));
    same?.focus({ preventScroll: true });
    if (same && typeof kept.from === "number" && same.tagName === "TEXTAREA") same.setSelectionRange(kept.from, kept.from);
  }

  async function look() {
    try {
      const answer = await fetch(`${address}?seen=${now().dataset.seen}`, { headers: { Accept: "text/html, application/json" } });
      if (answer.status === 401 || answer.status === 403) { location.reload(); return; }
      if (!answer.ok) throw new Error(answer.statusText);
      lost.hidden = true;
      if (answer.status === 200) {
        const text = await answer.text();
        const kept = keep();
        table.innerHTML = text;
        putBack(kept);
        begin();
        if (now().dataset.says !== said) document.getElementById("y-status").textContent = now().dataset.says;
        said = now().dataset.says;
      }
    } catch {
      lost.hidden = false;
    }
    if (!("over" in now().dataset)) setTimeout(look, 2000);
  }

  begin();
  setInterval(tick, 500);
  if (!("over" in now().dataset)) setTimeout(look, 2000);
})();
