/* All tests in one process: to load a browser's document for each file again took half of their time. */
import { readdirSync } from 'node:fs';
import { describe } from 'node:test';

const here = new URL('.', import.meta.url);
for (const name of readdirSync(here).filter((each) => each.endsWith('.test.mjs')).sort()) {
  describe(name, () => import(new URL(name, here)));
}
