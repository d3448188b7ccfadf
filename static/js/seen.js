// What was looked at is told after the page is there, because the page itself is the same for everybody. The shelf is
// asked for only where there is something to show: for members, and for guests who carry the cookie.
const seenShelf = document.querySelector("[data-seen-shelf]");
const seenProduct = document.querySelector("[data-seen-product]");
const mayHaveSeen = document.cookie.includes("ieum_seen=") || document.querySelector('meta[name="csrf-token"]');

const showShelf = async () => {
  if (!seenShelf || !mayHaveSeen) return;
  const answer = await fetch(seenShelf.dataset.seenShelf, { headers: { Accept: "text/html" } }).catch(() => null);
  if (answer?.status !== 200) return;
  seenShelf.innerHTML = await answer.text();
  seenShelf.hidden = false;
};

const noteProduct = () => {
  if (seenProduct) fetch(seenProduct.dataset.seenProduct, { method: "POST", keepalive: true }).catch(() => null);
};

if (seenShelf || seenProduct) showShelf().finally(noteProduct);
