// Buttons that copy a text; without script they stay hidden and the text can be selected.
(() => {
  "use strict";
  const status = (words) => { document.getElementById("y-status").textContent = words; };

  for (const button of document.querySelectorAll("button[data-copy]")) {
    const text = document.getElementById(button.dataset.copy);
    button.hidden = false;
    button.addEventListener("click", async () => {
      try {
        await navigator.clipboard.writeText(text.textContent);
        status(button.dataset.copied);
        button.classList.add("done");
        setTimeout(() => { button.classList.remove("done"); }, 2000);
      } catch {
        // No clipboard without https: select the text instead.
        window.getSelection().selectAllChildren(text);
        status(button.dataset.selected);
      }
    });
  }
})();
