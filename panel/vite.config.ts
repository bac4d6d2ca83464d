import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";

import { defineConfig, type Plugin } from "vite";

const FOLDER = process.env.PANEL_OUT_DIR ?? "../custom_components/access_codes/frontend";

/** As the integration serves it: the panel is built before the cards. */
const panelHash = (): string => createHash("sha256").update(readFileSync(join(FOLDER, "panel.js"))).digest("hex").slice(0, 16);

/** Takes out the lines that name each module's path, which is another one on each machine. */
const withoutPaths: Plugin = {
  name: "without-paths",
  generateBundle(_, bundle) {
    for (const chunk of Object.values(bundle))
      if (chunk.type === "chunk") chunk.code = chunk.code.replace(/^\/\/ (?:\.\.\/|src\/)[^\n]*\n/gm, "");
  },
};

// One file for each mode, panel and cards, without chunks, and nothing in it that depends on the machine or the time: the gate builds it anew and
// compares it with the committed one.
export default defineConfig(({ mode }) => ({
  plugins: [withoutPaths],
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
    reportCompressedSize: true,
  },
}));
