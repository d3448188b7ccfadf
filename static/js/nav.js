// A portal's links scroll sideways on a phone: bring the current one into sight.
{
  const here = document.querySelector(".portal-nav [aria-current]");
  const bar = here?.closest(".portal-nav");
  if (bar && bar.scrollWidth > bar.clientWidth) bar.scrollLeft = here.offsetLeft - bar.clientWidth / 3;
}
