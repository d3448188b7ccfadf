// htmx comes only to a page that uses it: it is larger than all the rest, and every page works without.
const htmxSource = document.querySelector('meta[name="htmx-source"]')?.content;
const asksForHtmx = ["get", "post", "put", "patch", "delete", "boost"].map((verb) => `[hx-${verb}]`).join();

const fetchHtmx = () => {
  const script = document.createElement("script");
  script.src = htmxSource;
  document.head.append(script);
};

if (htmxSource && document.querySelector(asksForHtmx)) {
  // Not before the page is complete: arriving between "interactive" and "complete" it would start by an event
  // that is over, and never look at the page.
  if (document.readyState === "complete") fetchHtmx();
  else window.addEventListener("load", fetchHtmx);
}
