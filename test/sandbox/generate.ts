// Random init scripts: what strangers write, mixed. A claim at /d, an emptyDir at /e, a ConfigMap at /cfg, files of the image at /s.

import type { SandboxCase } from './case.ts';
import { randomImage } from './known.ts';
import { bashLanguage, language } from './language.ts';
import { Random } from './random.ts';

const mounts = [
  { path: '/d', kind: 'pvc', name: 'd' },
  { path: '/e', kind: 'emptyDir', name: 'e' },
  { path: '/cfg', kind: 'configMap', name: 'cfg' },
] as const;

const volumes = { cfg: { 'app.conf': 'k=1\nname=app\n', 'peer.conf': 'k=2\n' } };

type Make = (g: Generator) => string;

export function generate(seed: number): SandboxCase {
  const random = new Random(seed);
  const userland = random.chance(20) ? 'bb' : 'deb';
  const bash = userland === 'deb' && random.chance(25);
  let g = new Generator(random, userland === 'bb', bash);
  while (!g.decidable) g = new Generator(random, userland === 'bb', bash);
  return {
    id: `seed-${seed}`,
    command: [bash ? 'bash' : 'sh', '-c', g.text],
    env: { ROLE: 'primary', DIR: '/d/data' },
    mounts,
    volumes,
    userland,
    image: randomImage,
    timeLimit: 10_000,
  };
}

class Generator {
  readonly random: Random;
  readonly busybox: boolean;
  readonly bash: boolean;
  readonly text: string;
  readonly #tested: string[] = [];
  readonly #used: string[] = [];
  readonly #filled: string[] = [];

  constructor(random: Random, busybox: boolean, bash: boolean) {
    this.random = random;
    this.busybox = busybox;
    this.bash = bash;
    this.text = this.#script();
  }

  /**
   * Whether the manifest alone tells what happens. Where a tree of the image is poured into a folder, the tree may or may not hold a
   * file that the script asks for, or the folder of a file that it writes: that is no question to judge by.
   */
  get decidable(): boolean {
    const inside = (path: string, folder: string): boolean => path.startsWith(`${folder}/`);
    return !this.#filled.some(
      (folder) => this.#tested.some((path) => inside(path, folder)) || this.#used.some((path) => inside(path.slice(0, path.lastIndexOf('/')), folder)),
    );
  }

  #script(): string {
    const lines: string[] = [];
    if (this.random.chance(60)) lines.push(this.random.pick(['set -e', 'set -e', 'set -eu', 'set -ex', this.bash ? 'set -euo pipefail' : 'set -u']));
    const marker = this.random.chance(25) ? this.random.pick(['/d/.done', '/d/.initialized', '/e/.done']) : undefined;
    if (marker)
      lines.push(this.random.pick([`[ -f ${marker} ] && exit 0`, `if [ -e ${marker} ]; then exit 0; fi`, `test -e ${marker} && { echo done; exit 0; }`]));
    const count = 1 + this.random.below(5);
    for (let i = 0; i < count; i++) lines.push(this.statement(2));
    if (marker && this.random.chance(85)) lines.push(this.random.pick([`touch ${marker}`, `: > ${marker}`, `date > ${marker}`]));
    return lines.join('\n');
  }

  statement(depth: number): string {
    if (depth > 0 && this.random.chance(35))
      return this.random
        .pick(compounds)(this)
        .replaceAll('@@', () => this.statement(depth - 1));
    const command = this.#command();
    return this.random.chance(14) ? `${grouped(command)}${this.random.pick([' || true', ' 2>/dev/null || :', ' || echo skipped'])}` : command;
  }

  #command(): string {
    if (this.random.chance(70)) return this.random.pick(commands)(this);
    return this.random.pick(this.bash && this.random.chance(40) ? bashLanguage : language)(this);
  }

  /** A path of a volume. */
  get path(): string {
    const path = this.random.pick(['/d/a', '/d/b', '/d/x.conf', '/d/sub', '/d/sub/c', '/d/logs', '/e/a', '/e/sub', '/e/x.conf']);
    this.#used.push(path);
    return path;
  }

  /** One that a condition asks for. */
  get asked(): string {
    const path = this.path;
    this.#tested.push(path);
    return path;
  }

  /** A folder that files of the image are poured into; their names are not in the manifest. */
  get target(): string {
    const folder = this.folder;
    this.#filled.push(folder.replaceAll('"', '').replace('$DIR', '/d/data'));
    return folder;
  }

  asks(folder: string): string {
    this.#tested.push(folder);
    return folder;
  }

  /** A folder that is asked whether it has a file of the image's tree. */
  seeded(folder: string): string {
    this.#tested.push(`${folder}/ta`);
    return folder;
  }

  get newTree(): string {
    const path = this.path;
    this.#filled.push(path);
    return path;
  }

  get folder(): string {
    return this.random.pick(['/d', '/d', '/e', '/d/sub', '/d/logs', '/e/sub', '"$DIR"']);
  }

  get seed(): string {
    return this.random.pick(['/s/f', '/s/f', '/cfg/app.conf', '/s/t/ta']);
  }

  get word(): string {
    return this.random.pick(['k=1', 'v', 'name=app', '"k=2"', '"$ROLE"', '"$(hostname)"', "'include x'"]);
  }

  get condition(): string {
    return this.random.pick(conditions)(this);
  }
}

const grouped = (command: string): string => (/[;&|\n]/.test(command) ? `{ ${command}${command.includes('\n') ? '\n' : '; '}}` : command);

const conditions: readonly Make[] = [
  (g) => `[ -e ${g.asked} ]`,
  (g) => `[ -f ${g.asked} ]`,
  (g) => `[ -d ${g.asked} ]`,
  (g) => `[ -s ${g.asked} ]`,
  (g) => `[ ! -e ${g.asked} ]`,
  (g) => `! test -f ${g.asked}`,
  (g) => `[ -z "$(ls -A ${g.asks(g.folder)} 2>/dev/null)" ]`,
  (g) => `[ -n "$(ls -A ${g.asks(g.folder)} 2>/dev/null)" ]`,
  (g) => `grep -q ${g.random.pick(['k=', '^name', 'v'])} ${g.asked} 2>/dev/null`,
  (g) => `[ "$ROLE" = ${g.random.pick(['primary', 'replica'])} ]`,
  (g) => `[ "$(cat ${g.asked} 2>/dev/null)" = ${g.word} ]`,
  (g) => `cmp -s ${g.seed} ${g.asked}`,
  (g) => `[ -L ${g.asked} ]`,
  (g) => `[ -e ${g.asked} ] && [ ! -d ${g.asked} ]`,
  (g) => (g.bash ? `[[ -e ${g.asked} ]]` : `test -e ${g.asked}`),
];

const compounds: readonly Make[] = [
  (g) => `if ${g.condition}; then\n  @@\nfi`,
  (g) => `if ${g.condition}; then @@; else @@; fi`.replace(/@@; /g, '@@\n'),
  (g) => `${g.condition} || {\n@@\n}`,
  (g) => `${g.condition} && {\n@@\n}`,
  (g) => `for i in 1 2; do\n  ${g.random.pick([`mkdir -p ${g.folder}/n$i`, `echo $i >> ${g.path}`, `echo $i > ${g.path}.$i`, '@@'])}\ndone`,
  (g) => `for f in /s/t/*; do cp ${g.random.pick(['', '-n '])}"$f" ${g.target}/; done`,
  (g) => `for f in ta tb; do [ -e ${g.seeded('/d')}/$f ] || cp /s/t/$f ${g.random.pick(['/d', '/e'])}/; done`,
  (g) =>
    `put() { ${g.random.pick([`echo "$1" >> ${g.path}`, 'mkdir -p "$1"', `cp -n ${g.seed} "$1"`, `[ -e "$1" ] || echo new > "$1"`])}; }\nput ${g.path}\nput ${g.path}`,
  (g) => `(\ncd ${g.folder}\n${g.random.pick(['mkdir -p rel', 'echo y > rel.txt', 'cp /s/f .', 'rm -f rel.txt', '@@'])}\n)`,
  (g) => `case "$ROLE" in\n  ${g.random.pick(['primary', 'replica', 'pri*'])}) @@ ;;\n  *) @@ ;;\nesac`.replace(/@@ /g, '@@\n'),
  (g) => `while read -r line; do echo "$line" ${g.random.pick(['>', '>>'])} ${g.path}; done < /cfg/app.conf`,
  () => '{\n@@\n@@\n}',
];

const commands: readonly Make[] = [
  (g) => `mkdir ${g.path}`,
  (g) => `mkdir -p ${g.path}`,
  (g) => `mkdir -p ${g.path}/deep/er`,
  (g) => `cp ${g.seed} ${g.path}`,
  (g) => `cp ${g.random.pick(['-n', '-f', '-u', '-p'])} ${g.seed} ${g.path}`,
  (g) => `cp ${g.seed} ${g.folder}/`,
  (g) => `cp ${g.random.pick(['-r', '-a', '-R', '-rn', '-rf'])} /s/t ${g.newTree}`,
  (g) => `cp ${g.random.pick(['-r', '-a', '-rn', '-rT'])} ${g.random.pick(['/s/t/.', '/s/t'])} ${g.target}`,
  (g) => `cp -r${g.random.pick(['', 'n'])} /s/t/* ${g.target}/`,
  (g) => `mkdir -p ${g.folder}/in && cp ${g.random.pick(['', '-n '])}${g.seed} ${g.folder}/in/`,
  (g) => `mv ${g.path} ${g.path}`,
  (g) => `${g.random.pick(['cp', 'cat'])} ${g.seed} ${g.random.pick(['/d/.tmp', '/e/.tmp', '/tmp/x'])}`.replace(/^cat (\S+) /, 'cat $1 > '),
  (g) => `p=${g.path}; cp ${g.seed} "$p.tmp" && mv "$p.tmp" "$p"`,
  (g) => `sed "s/k=.*/k=new/" ${g.seed} > ${g.path}`,
  (g) => `ln -s${g.random.pick(['', 'f', 'fn', 'T'])} ${g.random.pick([g.seed, g.path])} ${g.path}`,
  (g) => `ln ${g.path} ${g.path}`,
  (g) => `rm ${g.random.pick(['-f', '-rf', '-r', ''])} ${g.path}`,
  (g) => `rm -rf ${g.folder}/*`,
  (g) => `rmdir ${g.path}`,
  (g) => `touch ${g.path}`,
  (g) => `echo ${g.word} > ${g.path}`,
  (g) => `echo ${g.word} >> ${g.path}`,
  (g) => `printf '%s\\n' ${g.word} ${g.word} > ${g.path}`,
  (g) => `echo ${g.word} | tee ${g.random.pick(['', '-a '])}${g.path}`,
  (g) => `cat ${g.seed} ${g.random.pick(['>', '>>'])} ${g.path}`,
  (g) => `cat ${g.random.pick(['>', '>>'])} ${g.path} <<EOF\n[main]\nhost=$(hostname)\nrole=$ROLE\nEOF`,
  (g) => `grep -q k= ${g.path} || echo k=1 >> ${g.path}`,
  (g) => `p=${g.path}; grep -qxF name=app "$p" 2>/dev/null || echo name=app >> "$p"`,
  (g) => `sed -i ${g.random.pick(["'s|^k=.*|k=2|'", "'s/k=1/k=2/'", "'/^name/d'", "'$a tail'", "'s/^/#/'", "'1i head'"])} ${g.path}`,
  (g) => `cp ${g.seed} ${g.path}; sed -i 's|^k=.*|k=2|' ${g.path}`,
  (g) => `tar ${g.random.pick(['xf', 'xkf', '-xf', '-x --file'])} /s/x.tar -C ${g.target}`,
  (g) => `tar -C /s/t -cf - . | tar -xf - -C ${g.target}`,
  (g) => `tar -cf ${g.path} -C /s/t ta tb && tar -tf ${g.path} > /dev/null`,
  (g) => `${g.busybox ? 'cp' : 'install -m 600'} ${g.seed} ${g.path}`,
  (g) => `${g.busybox ? 'mkdir -p' : 'install -d'} ${g.path}`,
  (g) => `find /s/t -type f -exec cp ${g.random.pick(['', '-n '])}{} ${g.target}/ \\;`,
  (g) => `find ${g.folder} -name '*.tmp' -delete`,
  (g) => `find ${g.folder} -mindepth 1 -maxdepth 1 -exec rm -rf {} +`,
  (g) => `echo ${g.path} ${g.path} | xargs ${g.random.pick(['mkdir -p', 'touch', 'rm -f', 'mkdir'])}`,
  (g) => `chmod -R 700 ${g.folder}`,
  (g) => `chown -R 1000:1000 ${g.folder}`,
  (g) => `head -c 8 /dev/urandom | od -An -tx1 > ${g.path}`,
  (g) => `[ -s ${g.path} ] || date +%s%N > ${g.path}`,
  (g) => `hostname > ${g.path}`,
  (g) => `gzip -c ${g.seed} > ${g.path}`,
  (g) => `gzip -k ${g.path}`,
  (g) => `awk -F= '{print $1}' ${g.seed} > ${g.path}`,
  (g) => `sort -u ${g.path} -o ${g.path}`,
  (g) => `: > ${g.path}`,
  (g) => `mkdir -p "$DIR"; cp ${g.random.pick(['', '-n '])}${g.seed} "$DIR"`,
  (g) => `n=$(ls ${g.folder} | wc -l); echo "$n" > ${g.path}`,
  (g) => `x=$(cat /e/count 2>/dev/null || echo 0); echo $((x + 1)) > /e/${g.random.pick(['count', 'next'])}`,
  (g) => `trap 'rm -f ${g.random.pick(['/d/lock', '/e/lock'])}' EXIT; mkdir -p /e/work`,
  (g) => `${g.condition} && exit 0`,
  (g) => `${g.condition} || exit 1`,
  (g) => `if ${g.condition}; then exit 0; fi`,
  (g) => `cd ${g.random.pick(['/d', '/e'])} && echo y > rel.txt && cd /`,
  (g) => `cp ${g.path} ${g.path}.bak`,
  (g) => `truncate -s 0 ${g.path}`,
  (g) => (g.bash ? `files=(/s/t/*); cp ${g.random.pick(['', '-n '])}"\${files[@]}" ${g.target}` : `set -- ta tb; cp -n /s/t/"$1" ${g.folder}`),
  (g) => (g.bash ? `cat > ${g.path} <<< "role=\${ROLE^^}"` : `echo "\${ROLE:-none}" > ${g.path}`),
  (g) =>
    g.bash
      ? `shopt -s nullglob dotglob; for f in ${g.folder}/*.conf; do mv "$f" "$f.old"; done`
      : `for f in ${g.folder}/*.conf; do [ -e "$f" ] && cp -n "$f" "$f.old"; done; true`,
];
