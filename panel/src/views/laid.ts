/** Rows out of sight are laid out ahead: while they come into sight it would hold up scrolling. */

const AT_ONCE = 25;

const whenIdle = (act: () => void): void => {
  if (typeof requestIdleCallback === "function") requestIdleCallback(act, { timeout: 2000 });
  else setTimeout(act, 50);
};

const busy = new WeakSet<ParentNode>();

// contract 11.360
/** Mark rows of this name, some at a time while the browser has nothing else to do; their looks say what the mark does. */
export function layOutAhead(root: ParentNode, name: string): void {
  if (busy.has(root)) return;
  const rows = [...root.querySelectorAll(`${name}:not([laid])`)].slice(0, AT_ONCE);
  if (rows.length === 0) return;
  busy.add(root);
  whenIdle(() => {
    for (const row of rows) row.toggleAttribute("laid", true);
    busy.delete(root);
    layOutAhead(root, name);
  });
}
