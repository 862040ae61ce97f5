// ?theme=light|dark, before anything is drawn; on paper it is light unless said otherwise. A script of its own, because a strict
// Content-Security-Policy allows none inside a page.
(() => {
  const asked = new URLSearchParams(location.search);
  document.documentElement.dataset.theme = asked.get("theme") || (asked.has("print-pdf") ? "light" : "auto");
  document.documentElement.classList.add("moves");
})();
