// One box that ticks every box of its group, and shows whether all of them are. Without JavaScript it stays away.
document.querySelectorAll("[data-agree-all]").forEach((row) => {
  const whole = row.querySelector("input");
  const boxes = [...row.parentElement.querySelectorAll("input[type=checkbox]")].filter((box) => box !== whole);
  const refresh = () => {
    const ticked = boxes.filter((box) => box.checked).length;
    whole.checked = ticked === boxes.length;
    whole.indeterminate = ticked > 0 && ticked < boxes.length;
  };
  row.hidden = false;
  refresh();
  boxes.forEach((box) => box.addEventListener("change", refresh));
  whole.addEventListener("change", () => boxes.forEach((box) => {
    if (box.checked === whole.checked) return;
    box.checked = whole.checked;
    box.dispatchEvent(new Event("change", { bubbles: true }));
  }));
});
