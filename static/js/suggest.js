// Words offered under the search box: arrows choose, Enter goes, Escape puts them away. Without a script the box just searches.
document.querySelectorAll("form[data-suggest]").forEach((form) => {
  const box = form.querySelector("input[type=search]");
  const list = form.querySelector("[role=listbox]");
  if (!box || !list) return;
  let asked = 0;
  let timer;
  let chosen = -1;

  const options = () => [...list.children];
  const close = () => { list.hidden = true; chosen = -1; box.setAttribute("aria-expanded", "false"); box.removeAttribute("aria-activedescendant"); };
  const choose = (index) => {
    chosen = index >= 0 && index < options().length ? index : -1;
    options().forEach((option, at) => option.setAttribute("aria-selected", String(at === chosen)));
    const option = options()[chosen];
    if (option) box.setAttribute("aria-activedescendant", option.id); else box.removeAttribute("aria-activedescendant");
  };
  const ask = async () => {
    const typed = box.value.trim();
    const turn = ++asked;
    if (!typed) return close();
    const answer = await fetch(`${form.dataset.suggest}?q=${encodeURIComponent(typed)}`, { headers: { Accept: "text/html" } }).catch(() => null);
    if (!answer?.ok || turn !== asked || document.activeElement !== box) return;
    list.innerHTML = await answer.text();
    chosen = -1;
    list.hidden = !list.children.length;
    box.setAttribute("aria-expanded", String(!list.hidden));
  };

  box.setAttribute("role", "combobox");
  box.setAttribute("aria-autocomplete", "list");
  box.setAttribute("aria-controls", list.id);
  box.setAttribute("aria-expanded", "false");
  box.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(ask, 120); });
  box.addEventListener("keydown", (event) => {
    if (event.isComposing) return; // a syllable is still being put together
    if (event.key === "Escape") return close();
    if (list.hidden) return;
    if (event.key === "ArrowDown") { event.preventDefault(); choose(chosen + 1); }
    if (event.key === "ArrowUp") { event.preventDefault(); choose(chosen < 0 ? options().length - 1 : chosen - 1); }
    if (event.key === "Enter" && options()[chosen]) { event.preventDefault(); options()[chosen].querySelector("a").click(); }
  });
  form.addEventListener("focusout", (event) => { if (!form.contains(event.relatedTarget)) close(); });
  list.addEventListener("mousedown", (event) => event.preventDefault()); // keep the focus until the click
});
