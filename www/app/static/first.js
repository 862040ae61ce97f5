// What cannot wait for the page's own module: the look of an earlier visit, the program on screen, the engine, and Run.
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
  startEngine();
  // Before the modules, which wait until the document is there: the program the address asks for, as the user left it.
  document.addEventListener("readystatechange", showProgram, { once: true });
  document.addEventListener("click", ({ target }) => target.closest?.("#run") && keepPress());
  document.addEventListener("keydown", (event) => event.key === "Enter" && (event.ctrlKey || event.metaKey) && keepPress());

  function showProgram() {
    const programs = data("programs");
    const was = data("was");
    let asked = /^#example=([^&]*)/.exec(location.hash)?.[1];
    if (Object.hasOwn(was, asked)) asked = was[asked];
    const id = Object.hasOwn(programs, asked) ? asked : Object.keys(programs)[0];
    document.getElementById("program").textContent = stored(`draft.${id}`) || programs[id];
    if (root.lang === "tr") document.querySelector("#run span").textContent = "Çalıştır";
  }

  /** Run is pressed before the page can hear it: the page finds that out (`view/app.rs`), and until then the button shows it. */
  function keepPress() {
    const early = document.querySelector("#run[data-early]");
    if (!early) return;
    early.dataset.early = "pressed";
    early.setAttribute("aria-disabled", "true");
    early.querySelector("span").textContent = root.lang === "tr" ? "Başlıyor" : "Starting";
  }

  /** Starts the engine, and leaves it where the page looks for one (`edge/engine/shared.rs`), with what it has said so far. */
  function startEngine() {
    let worker;
    try {
      worker = new Worker(root.dataset.engine || "./engine/worker.js", { type: "module" });
    } catch {
      return; // The page tries it again, and says why it cannot be had.
    }
    const engine = { worker, ready: null, early: null, run: undefined, isOver: false, owner: window, users: [] };
    const over = () => {
      // Whoever uses it by now sees to it.
      if (engine.users.length === 0) engine.isOver = true;
    };
    worker.addEventListener("error", over);
    worker.addEventListener("message", ({ data }) => {
      if (data.type === "ready") engine.ready = data;
      else if (data.type === "loading") engine.early = data;
      else if (data.type === "crashed") over();
    });
    window.asyncio101Engine = engine;
  }
})();
