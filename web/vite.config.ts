import { defineConfig, type Plugin } from "vite";

/** KaTeX offers each font in three formats; every browser that runs this page reads the smallest. */
function woff2Alone(): Plugin {
  return {
    name: "woff2-alone",
    enforce: "pre",
    transform(code, id) {
      if (!id.endsWith("katex.min.css")) return;
      return code.replace(/,url\([^)]+\.(?:woff|ttf)\) format\("(?:woff|truetype)"\)/g, "");
    },
  };
}

// Every file is named by its contents, and addresses are relative: the server hands them out for good.
export default defineConfig({
  base: "./",
  plugins: [woff2Alone()],
  resolve: { dedupe: ["katex"] },
  build: {
    outDir: "build",
    assetsDir: "",
    target: "es2022",
    manifest: "manifest.json",
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 1000,
    rolldownOptions: {
      input: "src/main.tsx",
      output: {
        entryFileNames: "[name]-[hash].js",
        chunkFileNames: "[name]-[hash].js",
        assetFileNames: "[name]-[hash][extname]",
        // what others share stands alone, so that a change of ours renames no other file
        codeSplitting: {
          groups: [
            { name: "loading", test: /preload-helper|rolldown\/runtime/ },
            { name: "libraries", test: /web\/node_modules\/(@?preact|marked|dompurify)\// },
          ],
        },
      },
    },
  },
});
