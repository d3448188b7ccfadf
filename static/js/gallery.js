// The thumbnails move the stage instead of the page, and show which picture is in view.
document.querySelectorAll("[data-gallery]").forEach((gallery) => {
  const stage = gallery.querySelector(".gallery__stage");
  const thumbs = [...gallery.querySelectorAll(".gallery__thumbs a")];
  const slides = [...gallery.querySelectorAll(".gallery__slide")];
  if (thumbs.length < 2) return;

  thumbs.forEach((thumb, index) => {
    thumb.addEventListener("click", (event) => {
      event.preventDefault();
      const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
      stage.scrollTo({ left: slides[index].offsetLeft - stage.offsetLeft, behavior: calm ? "auto" : "smooth" });
    });
  });

  const inView = new IntersectionObserver((entries) => {
    entries.filter((entry) => entry.isIntersecting).forEach((entry) => {
      const current = slides.indexOf(entry.target);
      thumbs.forEach((thumb, index) => thumb.toggleAttribute("aria-current", index === current));
      thumbs[current].setAttribute("aria-current", "true");
    });
  }, { root: stage, threshold: 0.6 });
  slides.forEach((slide) => inView.observe(slide));
});
