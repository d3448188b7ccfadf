// A permanent address is copied with one press, and the page says whether it was; without a script the
// address is there to be read. Where the clipboard is refused, the address is selected to be copied by hand.
const readyCopies = (root) => root.querySelectorAll("[data-copy][hidden]").forEach((button) => { button.hidden = false; });

const selectAddress = (link) => {
  const range = document.createRange();
  range.selectNodeContents(link);
  const selection = window.getSelection();
  selection.removeAllRanges();
  selection.addRange(range);
};

readyCopies(document);
document.addEventListener("htmx:load", (event) => readyCopies(event.detail.elt));
document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-copy]");
  if (!button) return;
  const place = button.closest(".permanent");
  const said = place.querySelector("[role=status]");
  said.textContent = "";
  try {
    await navigator.clipboard.writeText(button.dataset.copy);
    said.textContent = button.dataset.copied;
  } catch {
    selectAddress(place.querySelector("a"));
    said.textContent = button.dataset.uncopied;
  }
});
