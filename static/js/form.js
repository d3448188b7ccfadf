// A form is sent once; what is wrong with it is read first; filters apply themselves.
document.querySelector("[data-autofocus]")?.focus();

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.method === "dialog" || form.matches("[hx-get], [hx-post]")) return;
  if (form.dataset.sent) return event.preventDefault();
  if (form.method !== "post") return;
  form.dataset.sent = "yes";
  setTimeout(() => { delete form.dataset.sent; }, 8000); // an answer that downloads leaves the page standing
  event.submitter?.setAttribute("aria-busy", "true");
});

// Coming back by the browser's back button must leave the form usable.
window.addEventListener("pageshow", (event) => {
  if (!event.persisted) return;
  document.querySelectorAll("form[data-sent]").forEach((form) => { delete form.dataset.sent; });
  document.querySelectorAll("[aria-busy]").forEach((button) => { button.removeAttribute("aria-busy"); });
});

document.addEventListener("change", (event) => {
  const form = event.target.form;
  if (form?.matches("[data-autosubmit]")) form.requestSubmit();
});
