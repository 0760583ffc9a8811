// Bundles the page. The same sources give the same bytes, so that CI can rebuild and compare.
import { build } from "esbuild";

const shared = { bundle: true, minify: true, charset: "ascii", legalComments: "none", logLevel: "info" };
await build({ ...shared, entryPoints: ["src/main.ts"], outfile: "dist/explorer.js", format: "iife", target: "es2022" });
await build({ ...shared, entryPoints: ["src/style.css"], outfile: "dist/explorer.css", target: "chrome110" });
