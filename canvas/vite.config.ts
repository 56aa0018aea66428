import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

// Two modules, each with everything inside, style sheet included: the server hands out one file for each.
export default defineConfig({
  plugins: [react()],
  define: { "process.env.NODE_ENV": JSON.stringify("production") },
  build: {
    outDir: "build",
    target: "es2022",
    modulePreload: false,
    rolldownOptions: {
      input: { canvas: "src/main.tsx", editor: "src/editor/main.ts" },
      preserveEntrySignatures: "strict",
      output: { format: "es", entryFileNames: "[name].js" },
    },
  },
});
