// Plus and minus beside a number box, within its limits. A change is announced, so that a form may recount.
const readyQuantities = (root) => root.querySelectorAll("[data-quantity]").forEach((group) => {
  const box = group.querySelector("input");
  const steps = [...group.querySelectorAll("[data-step]")];
  const refresh = () => steps.forEach((button) => {
    const next = Number(box.value) + Number(button.dataset.step);
    button.disabled = next < Number(box.min) || next > Number(box.max);
    button.hidden = false;
  });
  if (group.dataset.ready) return;
  group.dataset.ready = "yes";
  refresh();
  box.addEventListener("input", refresh);
  steps.forEach((button) => button.addEventListener("click", () => {
    if (Number(button.dataset.step) > 0) box.stepUp(); else box.stepDown();
    refresh();
    box.dispatchEvent(new Event("change", { bubbles: true }));
  }));
});

readyQuantities(document);
document.addEventListener("htmx:load", (event) => readyQuantities(event.detail.elt));
