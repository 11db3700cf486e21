// Completes package-lock.json: a registry that lacks packages of other platforms makes npm leave them out, and then `npm ci`
// refuses the file everywhere. Adds each missing optional package with the platform that its name says. usage: node tools/lock.mjs
import { readFileSync, writeFileSync } from 'node:fs';

const file = new URL('../package-lock.json', import.meta.url);
const lock = JSON.parse(readFileSync(file, 'utf8'));
const OS = ['android', 'darwin', 'freebsd', 'linux', 'openharmony', 'win32', 'aix', 'netbsd', 'openbsd', 'sunos'];
const CPU = ['arm64', 'x64', 'ia32', 'arm', 'ppc64', 'riscv64', 's390x', 'loong64', 'mips64el', 'wasm32'];
const found = (words, known) => known.filter((k) => words.some((w) => w === k));

for (const parent of Object.values(lock.packages)) {
  for (const [name, version] of Object.entries(parent.optionalDependencies ?? {})) {
    const path = `node_modules/${name}`;
    if (lock.packages[path] || !/^\d/.test(version)) continue;
    const words = name.split(/[/-]/);
    const os = found(words, OS);
    const cpu = found(words, CPU);
    if (os.length === 0 && cpu.length === 0) continue;
    lock.packages[path] = { version, ...(cpu.length > 0 ? { cpu } : {}), dev: true, ...(os.length > 0 ? { os } : {}), optional: true };
    console.log(`added ${name} ${version}`);
  }
}
const sorted = Object.entries(lock.packages).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
writeFileSync(file, `${JSON.stringify({ ...lock, packages: Object.fromEntries(sorted) }, undefined, 2)}\n`);
