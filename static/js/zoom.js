// A picture of the gallery opens in a window: arrow keys turn, a press comes closer, Escape closes.
document.querySelectorAll("[data-gallery]").forEach((gallery) => {
  const openers = [...gallery.querySelectorAll("[data-zoom]")];
  const window_ = gallery.querySelector("[data-zoom-window]");
  if (!openers.length || !window_?.showModal) return;
  const image = window_.querySelector("[data-zoom-image]");
  const count = window_.querySelector("[data-zoom-count]");
  const closer = window_.querySelector("[data-zoom-closer]");
  let shown = 0;

  const comeCloser = (close) => closer.setAttribute("aria-pressed", String(close));
  const show = (index) => {
    shown = (index + openers.length) % openers.length;
    const small = openers[shown].querySelector("img");
    image.src = openers[shown].href;
    image.alt = small.alt;
    count.textContent = `${shown + 1} / ${openers.length}`;
    comeCloser(false);
  };

  gallery.addEventListener("click", (event) => {
    const opener = event.target.closest("[data-zoom]");
    const turn = event.target.closest("[data-zoom-by]");
    if (opener && !event.ctrlKey && !event.metaKey) {
      event.preventDefault();
      show(Number(opener.dataset.zoom));
      window_.showModal();
    } else if (turn) {
      show(shown + Number(turn.dataset.zoomBy));
    } else if (event.target.closest("[data-zoom-closer]")) {
      comeCloser(closer.getAttribute("aria-pressed") !== "true");
    }
  });
  window_.addEventListener("keydown", (event) => {
    const by = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (by && openers.length > 1 && closer.getAttribute("aria-pressed") !== "true") show(shown + by);
  });
  window_.addEventListener("close", () => openers[shown].focus());
});
