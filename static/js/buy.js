// The sum of what is about to be bought, while option and quantity change. The server counts again.
document.querySelectorAll("[data-buy]").forEach((form) => {
  const total = form.querySelector("[data-total]");
  const box = form.querySelector("input[name=quantity]");
  const said = total.querySelector("strong");
  const refresh = () => {
    const option = form.querySelector("input[name=option]:checked");
    const price = Number(option?.dataset.price || form.dataset.price);
    if (option?.dataset.most) box.max = option.dataset.most;
    total.hidden = !price || !box.validity.valid;
    said.textContent = form.dataset.won.replace("%s", (price * Number(box.value)).toLocaleString("ko-KR"));
  };
  form.addEventListener("input", refresh);
  form.addEventListener("change", refresh);
  refresh();
});
