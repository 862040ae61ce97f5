// What cannot wait for the page's own module: the look of an earlier visit, and the program on screen.
//
// It runs before anything is drawn. It is a file of its own, because a strict Content-Security-Policy allows no script
// inside a page. The page takes over later; it keeps its values under the same names.

(() => {
  const root = document.documentElement;
  const stored = (key) => {
    try {
      return localStorage.getItem(`asyncio101.${key}`);
    } catch {
      return null; // It is blocked.
    }
  };
  const data = (id) => JSON.parse(document.getElementById(id).textContent);

  root.dataset.theme = stored("theme") || "auto";
  root.lang = /^tr\b/.test(stored("language") || navigator.language) ? "tr" : "en";
  // Before the modules, which wait until the document is there: the program the address asks for, as the user left it.
  document.addEventListener("readystatechange", showProgram, { once: true });

  function showProgram() {
    const programs = data("programs");
    const was = data("was");
    let asked = /^#example=([^&]*)/.exec(location.hash)?.[1];
    if (Object.hasOwn(was, asked)) asked = was[asked];
    const id = Object.hasOwn(programs, asked) ? asked : Object.keys(programs)[0];
    document.getElementById("program").textContent = stored(`draft.${id}`) || programs[id];
  }
})();
