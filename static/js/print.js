// A print button where a script can run; what is folded on screen is printed open.
document.querySelectorAll("[data-print]").forEach((button) => {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
});

const folded = () => document.querySelectorAll("details:not([open]):not([data-menu]):not(.filter-panel)");

window.addEventListener("beforeprint", () => folded().forEach((part) => {
  part.open = true;
  part.dataset.openedToPrint = "yes";
}));
window.addEventListener("afterprint", () => document.querySelectorAll("[data-opened-to-print]").forEach((part) => {
  part.open = false;
  delete part.dataset.openedToPrint;
}));
