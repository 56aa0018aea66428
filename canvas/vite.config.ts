import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

// One module with everything inside, style sheet included: the server hands out this one file.
export default defineConfig({
  plugins: [react()],
  define: { "process.env.NODE_ENV": JSON.stringify("production") },
  build: {
    outDir: "build",
    target: "es2022",
    modulePreload: false,
    rolldownOptions: {
      input: "src/main.tsx",
      preserveEntrySignatures: "strict",
      output: { format: "es", entryFileNames: "canvas.js" },
    },
  },
});
