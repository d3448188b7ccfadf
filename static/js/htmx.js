// htmx comes only to a page that uses it: it is larger than all the rest, and every page works without.
const htmxSource = document.querySelector('meta[name="htmx-source"]')?.content;
const asksForHtmx = ["get", "post", "put", "patch", "delete", "boost"].map((verb) => `[hx-${verb}]`).join();

if (htmxSource && document.querySelector(asksForHtmx)) {
  const script = document.createElement("script");
  script.src = htmxSource;
  document.head.append(script);
}
