import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";

import { defineConfig, type Plugin } from "vite";

const FOLDER = process.env.PANEL_OUT_DIR ?? "../custom_components/access_codes/frontend";

/** As the integration serves it: the panel is built before the cards. */
const panelHash = (): string => createHash("sha256").update(readFileSync(join(FOLDER, "panel.js"))).digest("hex").slice(0, 16);

/** Takes comments and indentation out of the sources: in templates of pages and looks no other tool does. */
const withoutIndents: Plugin = {
  name: "without-indents",
  apply: "build",
  enforce: "pre",
  transform: (code, id) => (id.startsWith(join(import.meta.dirname, "src")) ? code.replace(/\/\*[^]*?\*\//g, "").replace(/\n\s+/g, "\n") : undefined),
};

// One file for each mode, panel and cards, without chunks, and nothing in it that depends on the machine or the time: the gate builds it anew and
// compares it with the committed one.
export default defineConfig(({ mode }) => ({
  plugins: [withoutIndents],
  define: mode === "cards" ? { PANEL_HASH: JSON.stringify(panelHash()) } : {},
  build: {
    target: "es2022",
    outDir: FOLDER,
    emptyOutDir: false,
    lib: {
      entry: mode === "cards" ? "src/cards/main.ts" : "src/main.ts",
      formats: ["es"],
      fileName: () => (mode === "cards" ? "cards.js" : "panel.js"),
    },
    sourcemap: false,
    rolldownOptions: { output: { minify: true } },
    reportCompressedSize: true,
  },
}));
