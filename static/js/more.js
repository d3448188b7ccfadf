// "More" of a list: the focus goes to the first of what came, and a screen reader hears how many that is.
// A link says which things the list is made of (data-more) and the sentence, with {n} for the number (data-more-said).
let waiting = null;

const things = () => [...document.querySelectorAll(waiting.selector)];

const liveRegion = () => {
  const found = document.getElementById("more-said");
  if (found) return found;
  const made = Object.assign(document.createElement("p"), { id: "more-said", className: "visually-hidden" });
  made.setAttribute("role", "status");
  document.body.append(made);
  return made;
};

document.addEventListener("htmx:beforeRequest", (event) => {
  const link = event.detail.elt;
  if (!link.dataset.more) return;
  waiting = { selector: link.dataset.more, said: link.dataset.moreSaid };
  waiting.before = things().length;
  liveRegion().textContent = ""; // the same sentence twice would not be read a second time
});

document.addEventListener("htmx:afterSettle", () => {
  if (!waiting) return;
  const all = things();
  if (all.length <= waiting.before) return;
  const first = all[waiting.before];
  liveRegion().textContent = waiting.said.replace("{n}", all.length - waiting.before);
  waiting = null;
  const target = first.querySelector("h2 a[href], h3 a[href]") ?? first;
  if (target === first) first.tabIndex = -1;
  target.focus();
});
