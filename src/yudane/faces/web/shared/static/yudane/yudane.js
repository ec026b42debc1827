// Arrow keys in the map and in what the search found, "/" and Ctrl+K for the search, teams that open in place. Every page also works without this.
(() => {
  "use strict";
  const root = document.documentElement;
  const status = () => document.getElementById("y-status");
  const say = (what) => { status().textContent = what ? status().dataset[what] : ""; };

  const links = (row) => [...row.cells].map((cell) => cell.querySelector("a"));

  function neighbour(link, key) {
    const row = link.closest("tr");
    const across = { ArrowLeft: -1, ArrowRight: 1 }[key];
    const column = link.closest("td, th").cellIndex;
    if (across) return links(row).filter(Boolean)[links(row).filter(Boolean).indexOf(link) + across];
    const rows = [...row.closest("table").rows].filter((each) => each.offsetParent !== null);
    const down = key === "ArrowDown" ? 1 : -1;
    for (let at = rows.indexOf(row) + down; rows[at]; at += down) {
      const found = links(rows[at])[column];
      if (found) return found;
    }
    return null;
  }

  const field = document.getElementById("y-search");
  const found = document.getElementById("y-found");
  const closed = () => { found.replaceChildren(); };

  field.form.addEventListener("keydown", (event) => {
    const down = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (event.key === "Escape" && found.childElementCount) { closed(); field.focus(); event.preventDefault(); }
    if (!down || event.isComposing) return;
    const stops = [field, ...found.querySelectorAll("a")];
    stops[stops.indexOf(document.activeElement) + down]?.focus();
    event.preventDefault();
  });
  field.form.addEventListener("focusout", (event) => {
    if (!field.form.contains(event.relatedTarget)) closed();
  });
  found.addEventListener("pointerdown", (event) => event.preventDefault());  // a click keeps it open until it is followed

  document.addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && event.key === "k" && root.dataset.keys !== "off") {
      field.select();
      field.focus();
      event.preventDefault();
    }
    if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey || root.dataset.keys === "off") return;
    const link = event.target.closest?.("table.map a");
    if (link && ["ArrowUp", "ArrowDown", "ArrowLeft", "ArrowRight"].includes(event.key)) {
      const next = neighbour(link, event.key);
      if (next) { next.focus(); event.preventDefault(); }
    } else if (event.key === "/" && !event.target.closest?.("input, select, textarea")) {
      field.focus();
      event.preventDefault();
    }
  });

  for (const link of document.querySelectorAll("a[data-rows]")) {
    link.setAttribute("aria-expanded", String(link.closest("tbody").rows.length > 1));
  }

  async function toggle(link) {
    const body = link.closest("tbody");
    const open = link.getAttribute("aria-expanded") === "true";
    const rows = [...body.rows].slice(1);
    if (!open && !rows.length) {
      say("loading");
      await window.htmx.ajax("GET", link.dataset.rows, { source: link, target: body, swap: "beforeend" });
      if (body.rows.length < 2) return;
      say("");
    }
    rows.forEach((row) => { row.hidden = open; });
    link.setAttribute("aria-expanded", String(!open));
  }

  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-rows]");
    if (!link || !window.htmx || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
    event.preventDefault();
    toggle(link);
  });

  for (const fault of ["htmx:responseError", "htmx:sendError"]) {
    document.addEventListener(fault, () => say("failed"));
  }
})();
