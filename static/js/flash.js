// Messages can be put away; they never go by themselves, because reading takes as long as it takes.
const readyFlashes = (root) => root.querySelectorAll("[data-dismiss][hidden]").forEach((button) => { button.hidden = false; });

readyFlashes(document);
document.addEventListener("htmx:load", (event) => readyFlashes(event.detail.elt));
document.addEventListener("click", (event) => {
  event.target.closest("[data-dismiss]")?.closest(".flash")?.remove();
});
