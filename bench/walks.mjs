// How long a step takes as WebAssembly: `node walks.mjs FOLDER` prints microseconds. FOLDER holds what
// `cargo xtask bench` made of this crate.

import { readFile } from 'node:fs/promises';
import { pathToFileURL } from 'node:url';

const folder = process.argv[2];
const { initSync, walks } = await import(pathToFileURL(`${folder}/bench.mjs`));
initSync({ module: await readFile(`${folder}/bench.wasm`) });

// The engine first runs what compiles fast and then what runs fast; the second is what is measured.
walks(20);
let steps = 0;
const started = performance.now();
while (performance.now() - started < 3000) {
  steps += walks(20);
}
console.log(((performance.now() - started) * 1000) / steps);
