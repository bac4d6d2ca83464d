import { defineConfig } from "vite";

// One file without chunks, and nothing in it that depends on the machine or the time: the gate builds it anew and
// compares it with the committed one.
export default defineConfig({
  build: {
    target: "es2022",
    outDir: process.env.PANEL_OUT_DIR ?? "../custom_components/access_codes/frontend",
    emptyOutDir: false,
    lib: { entry: "src/main.ts", formats: ["es"], fileName: () => "panel.js" },
    sourcemap: false,
    reportCompressedSize: true,
  },
});
