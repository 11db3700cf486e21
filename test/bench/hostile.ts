// Scripts that are written to make a reader of scripts wait: none may take longer than others of its size. Shared by the bench and a test.

import type { InitStep } from '../../server/src/idempotence/program.ts';

export interface Hostile {
  readonly name: string;
  /** `sh -c` of an init container with a claim at /d. `n` is its size: 1, 2, 3; at 1 it is about as long as somebody would write it. */
  readonly script: (n: number) => string;
}

/** The script as the only init container, with a claim at /d. */
export function hostileStep(script: string): InitStep {
  return {
    name: 'init',
    image: 'debian:12',
    command: ['bash', '-c', script],
    args: undefined,
    workingDir: undefined,
    env: [],
    mounts: [{ path: '/d', volume: 'd', subPath: undefined, readOnly: false, kind: 'claim' }],
    runAsUser: undefined,
  };
}

const a = (count: number): string => 'a'.repeat(count);
const lines = (count: number, line: (i: number) => string): string => Array.from({ length: count }, (_, i) => line(i)).join('\n');

export const hostile: readonly Hostile[] = [
  // Patterns of the shell.
  { name: 'replace by a pattern of many stars', script: (n) => `x=${a(48 * n)}b; echo \${x//*a*a*a*a*a*a*a*a*c/}` },
  { name: 'case with many stars', script: (n) => `x=${a(4000 * n)}; case $x in *a*a*a*a*a*a*a*a*a*a*c) mkdir /d/x ;; esac` },
  { name: 'strip with many stars, from both ends', script: (n) => `x=${a(3000 * n)}; y=\${x##*a*a*a*a*a*c}; z=\${y%%c*a*a*a*a*a*}; echo $z > /d/x` },
  { name: '[[ == ]] with many stars', script: (n) => `x=${a(4000 * n)}; [[ $x == *a*b*a*b*a*b*a*b* ]] && mkdir /d/x` },
  {
    name: 'case with many alternatives',
    script: (n) => `x=${a(500 * n)}; case $x in ${Array.from({ length: 300 * n }, (_, i) => `*a*${i}*a*`).join('|')}) mkdir /d/x ;; esac`,
  },
  { name: 'a bracket of all characters, repeated', script: (n) => `x=${a(2000 * n)}; case $x in ${'[a-z]*'.repeat(60 * n)}c) mkdir /d/x ;; esac` },
  { name: 'replace everywhere in a long value', script: (n) => `x=${'ab'.repeat(2000 * n)}; y=\${x//a*b*c/}; echo $y > /d/x` },
  { name: 'find -name with many stars', script: (n) => `touch /d/${a(200 * n)}; find /d -name '*a*a*a*a*a*a*a*c' -delete` },
  // Regular expressions.
  { name: '[[ =~ ]] with nested repeats', script: (n) => `[[ ${a(60 * n)}b =~ ^(a+)+$ ]] && mkdir /d/x` },
  { name: 'sed -E with nested repeats', script: (n) => `echo ${a(60 * n)}b | sed -E 's/(a+)+$//' > /d/x` },
  { name: 'grep -E with overlapping alternatives', script: (n) => `echo ${a(60 * n)}b > /d/f; grep -E '^(a|aa)+$' /d/f || mkdir /d/x` },
  { name: 'grep -E with counts in counts', script: (n) => `echo ${a(300 * n)} > /d/f; grep -E '((a{1,50}){1,50}){1,50}' /d/f || mkdir /d/x` },
  { name: 'a back reference', script: (n) => String.raw`echo ${a(3000 * n)} | grep '\(a*\)*\1b' || mkdir /d/x` },
  { name: 'three nested repeats on a long line', script: (n) => `echo ${a(2000 * n)}b | grep -E '(((a*)*)*)*c' || mkdir /d/x` },
  { name: 'sed s///g on a long line', script: (n) => `echo ${'ab '.repeat(1500 * n)} | sed 's/[ab]*[ab]*[ab]*x//g' > /d/x` },
  {
    name: 'grep of many patterns',
    script: (n) => `echo ${a(200)} > /d/f; grep -E '${Array.from({ length: 150 * n }, (_, i) => `a*b${i}`).join('|')}' /d/f || mkdir /d/x`,
  },
  { name: 'sed with many commands', script: (n) => `echo ${a(300 * n)} | sed '${lines(150 * n, (i) => `s/a*a*${i}//g`)}' > /d/x` },
  { name: 'a long regular expression', script: (n) => `echo x | grep -E '${'(a|b)*'.repeat(400 * n)}' || mkdir /d/x` },
  // Nesting.
  { name: 'command substitutions in each other', script: (n) => `x=${'$('.repeat(300 * n)}echo a${')'.repeat(300 * n)}; echo $x > /d/x` },
  { name: 'subshells in each other', script: (n) => `${'( '.repeat(800 * n)}mkdir /d/x${' )'.repeat(800 * n)}` },
  { name: 'ifs in each other', script: (n) => `${'if true; then '.repeat(400 * n)}mkdir /d/x${'; fi'.repeat(400 * n)}` },
  { name: 'parameters in each other', script: (n) => `x=${'${a:-'.repeat(400 * n)}b${'}'.repeat(400 * n)}; mkdir /d/$x` },
  { name: 'brackets of arithmetic in each other', script: (n) => `x=$((${'('.repeat(1500 * n)}1${')'.repeat(1500 * n)})); mkdir /d/$x` },
  { name: 'quotes in substitutions in quotes', script: (n) => `echo ${'"$(echo '.repeat(120 * n)}a${')"'.repeat(120 * n)} > /d/x` },
  { name: 'eval of eval', script: (n) => `x='echo a >> /d/x'; ${'eval '.repeat(500 * n)}"$x"` },
  { name: 'shells in each other', script: (n) => `${'sh -c "'.repeat(8 * n)}mkdir /d/x${'"'.repeat(8 * n)}` },
  // Loops and recursion.
  { name: 'a loop without end', script: () => 'while true; do echo a >> /d/x; done' },
  {
    name: 'loops in each other',
    script: (n) => `${Array.from({ length: 8 * n }, (_, i) => `for i${i} in 1 2 3 4 5 6 7 8 9; do`).join(' ')} echo a >> /d/x; ${'done; '.repeat(8 * n)}`,
  },
  { name: 'a counted loop', script: () => 'i=0; while [ $i -lt 1000000 ]; do i=$((i+1)); mkdir -p /d/$i; done' },
  { name: 'seq of a hundred millions', script: () => 'for i in $(seq 1 100000000); do mkdir /d/$i; done' },
  { name: 'a function that calls itself', script: () => 'f() { echo a >> /d/x; f; }; f' },
  { name: 'a fork bomb', script: () => ':() { : | : & }; :; mkdir /d/x' },
  { name: 'two functions that call each other twice', script: () => 'f() { g; g; }; g() { f; f; echo a >> /d/x; }; f' },
  // Expansion and size.
  { name: 'braces that count', script: () => 'mkdir -p /d/{1..1000000}' },
  { name: 'braces that multiply', script: (n) => `mkdir -p /d/${'{a,b}'.repeat(24 * n)}` },
  { name: 'a value that doubles', script: (n) => `x=aaaaaaaa; ${'x=$x$x; '.repeat(40 * n)}echo $x > /d/x` },
  { name: 'a file that doubles', script: (n) => `echo a > /d/x; ${'cat /d/x /d/x > /d/y; mv /d/y /d/x; '.repeat(40 * n)}` },
  { name: 'printf of a huge width', script: () => `printf '%1000000000d' 1 > /d/x; printf '%0.s-' {1..100000} >> /d/x` },
  { name: 'decisions on unknown values', script: (n) => lines(60 * n, (i) => `if [ "$A${i}" = x ]; then mkdir /d/${i}; else touch /d/${i}; fi`) },
  {
    name: 'a thousand globs',
    script: (n) => `touch ${Array.from({ length: 60 * n }, (_, i) => `/d/f${i}`).join(' ')}; ${lines(500 * n, () => 'rm -f /d/*a*b*c* /d/f?*')}`,
  },
  { name: 'a long pipeline', script: (n) => `cat /d/a ${'| sed s/a/aa/ '.repeat(300 * n)}> /d/x` },
  { name: 'ten thousand words', script: (n) => `echo ${'a '.repeat(10_000 * n)} > /d/x; for i in ${'b '.repeat(3_000 * n)}; do echo $i >> /d/y; done` },
  { name: 'an array that doubles', script: (n) => `a=(1 2); ${'a+=("${a[@]}"); '.repeat(30 * n)}echo "\${#a[@]}" > /d/x` },
  { name: 'a here-document of a megabyte', script: (n) => `cat > /d/x <<EOF\n${'line of text\n'.repeat(80_000 * n)}EOF` },
  { name: 'arithmetic of huge powers', script: () => 'echo $((9**9**9**9)) > /d/x; echo $((1<<99999999)) >> /d/x' },
  { name: 'a value that grows by replacing', script: (n) => `x=${a(3000 * n)}; ${'x=${x//a/aa}; '.repeat(20 * n)}echo $x > /d/x` },
  {
    name: 'functions that call two others',
    script: (n) => `${lines(400 * n, (i) => `f${i}() { f${(i * 7 + 1) % (400 * n)}; f${(i * 3 + 2) % (400 * n)}; touch /d/${i}; }`)}\nf0`,
  },
];
