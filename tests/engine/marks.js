// Tells the page each mark that the engine sets for a browser's tools, { type: "mark", name }. marks-worker.js loads this first.

const mark = performance.mark.bind(performance);
performance.mark = (name, ...more) => {
  postMessage({ type: "mark", name });
  return mark(name, ...more);
};
