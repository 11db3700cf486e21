// Scripts that are written to make a reader of scripts wait: none may take longer than others of its size. Shared by the bench and a test.

import type { InitStep } from '../../server/src/idempotence/program.ts';

export interface Hostile {
  readonly name: string;
  /** `sh -c` of an init container with a claim at /d. */
  readonly script: string;
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
  { name: 'replace by a pattern of many stars', script: `x=${a(48)}b; echo \${x//*a*a*a*a*a*a*a*a*c/}` },
  { name: 'case with many stars', script: `x=${a(4000)}; case $x in *a*a*a*a*a*a*a*a*a*a*c) mkdir /d/x ;; esac` },
  { name: 'strip with many stars, from both ends', script: `x=${a(3000)}; y=\${x##*a*a*a*a*a*c}; z=\${y%%c*a*a*a*a*a*}; echo $z > /d/x` },
  { name: '[[ == ]] with many stars', script: `x=${a(4000)}; [[ $x == *a*b*a*b*a*b*a*b* ]] && mkdir /d/x` },
  {
    name: 'case with many alternatives',
    script: `x=${a(500)}; case $x in ${Array.from({ length: 300 }, (_, i) => `*a*${i}*a*`).join('|')}) mkdir /d/x ;; esac`,
  },
  { name: 'a bracket of all characters, repeated', script: `x=${a(2000)}; case $x in ${'[a-z]*'.repeat(60)}c) mkdir /d/x ;; esac` },
  { name: 'replace everywhere in a long value', script: `x=${'ab'.repeat(2000)}; y=\${x//a*b*c/}; echo $y > /d/x` },
  { name: 'find -name with many stars', script: `touch /d/${a(200)}; find /d -name '*a*a*a*a*a*a*a*c' -delete` },
  // Regular expressions.
  { name: '[[ =~ ]] with nested repeats', script: `[[ ${a(60)}b =~ ^(a+)+$ ]] && mkdir /d/x` },
  { name: 'sed -E with nested repeats', script: `echo ${a(60)}b | sed -E 's/(a+)+$//' > /d/x` },
  { name: 'grep -E with overlapping alternatives', script: `echo ${a(60)}b > /d/f; grep -E '^(a|aa)+$' /d/f || mkdir /d/x` },
  { name: 'grep -E with counts in counts', script: `echo ${a(300)} > /d/f; grep -E '((a{1,50}){1,50}){1,50}' /d/f || mkdir /d/x` },
  { name: 'a back reference', script: String.raw`echo ${a(3000)} | grep '\(a*\)*\1b' || mkdir /d/x` },
  { name: 'three nested repeats on a long line', script: `echo ${a(2000)}b | grep -E '(((a*)*)*)*c' || mkdir /d/x` },
  { name: 'sed s///g on a long line', script: `echo ${'ab '.repeat(1500)} | sed 's/[ab]*[ab]*[ab]*x//g' > /d/x` },
  {
    name: 'grep of many patterns',
    script: `echo ${a(200)} > /d/f; grep -E '${Array.from({ length: 150 }, (_, i) => `a*b${i}`).join('|')}' /d/f || mkdir /d/x`,
  },
  { name: 'sed with many commands', script: `echo ${a(300)} | sed '${lines(150, (i) => `s/a*a*${i}//g`)}' > /d/x` },
  { name: 'a long regular expression', script: `echo x | grep -E '${'(a|b)*'.repeat(400)}' || mkdir /d/x` },
  // Nesting.
  { name: 'command substitutions in each other', script: `x=${'$('.repeat(300)}echo a${')'.repeat(300)}; echo $x > /d/x` },
  { name: 'subshells in each other', script: `${'( '.repeat(800)}mkdir /d/x${' )'.repeat(800)}` },
  { name: 'ifs in each other', script: `${'if true; then '.repeat(400)}mkdir /d/x${'; fi'.repeat(400)}` },
  { name: 'parameters in each other', script: `x=${'${a:-'.repeat(400)}b${'}'.repeat(400)}; mkdir /d/$x` },
  { name: 'brackets of arithmetic in each other', script: `x=$((${'('.repeat(1500)}1${')'.repeat(1500)})); mkdir /d/$x` },
  { name: 'quotes in substitutions in quotes', script: `echo ${'"$(echo '.repeat(120)}a${')"'.repeat(120)} > /d/x` },
  { name: 'eval of eval', script: `x='echo a >> /d/x'; ${'eval '.repeat(500)}"$x"` },
  { name: 'shells in each other', script: `${'sh -c "'.repeat(8)}mkdir /d/x${'"'.repeat(8)}` },
  // Loops and recursion.
  { name: 'a loop without end', script: 'while true; do echo a >> /d/x; done' },
  {
    name: 'loops in each other',
    script: `${Array.from({ length: 8 }, (_, i) => `for i${i} in 1 2 3 4 5 6 7 8 9; do`).join(' ')} echo a >> /d/x; ${'done; '.repeat(8)}`,
  },
  { name: 'a counted loop', script: 'i=0; while [ $i -lt 1000000 ]; do i=$((i+1)); mkdir -p /d/$i; done' },
  { name: 'seq of a hundred millions', script: 'for i in $(seq 1 100000000); do mkdir /d/$i; done' },
  { name: 'a function that calls itself', script: 'f() { echo a >> /d/x; f; }; f' },
  { name: 'a fork bomb', script: ':() { : | : & }; :; mkdir /d/x' },
  { name: 'two functions that call each other twice', script: 'f() { g; g; }; g() { f; f; echo a >> /d/x; }; f' },
  // Expansion and size.
  { name: 'braces that count', script: 'mkdir -p /d/{1..1000000}' },
  { name: 'braces that multiply', script: `mkdir -p /d/${'{a,b}'.repeat(24)}` },
  { name: 'a value that doubles', script: `x=aaaaaaaa; ${'x=$x$x; '.repeat(40)}echo $x > /d/x` },
  { name: 'a file that doubles', script: `echo a > /d/x; ${'cat /d/x /d/x > /d/y; mv /d/y /d/x; '.repeat(40)}` },
  { name: 'printf of a huge width', script: `printf '%1000000000d' 1 > /d/x; printf '%0.s-' {1..100000} >> /d/x` },
  { name: 'decisions on unknown values', script: lines(60, (i) => `if [ "$A${i}" = x ]; then mkdir /d/${i}; else touch /d/${i}; fi`) },
  { name: 'a thousand globs', script: `touch ${Array.from({ length: 60 }, (_, i) => `/d/f${i}`).join(' ')}; ${lines(500, () => 'rm -f /d/*a*b*c* /d/f?*')}` },
  { name: 'a long pipeline', script: `cat /d/a ${'| sed s/a/aa/ '.repeat(300)}> /d/x` },
  { name: 'ten thousand words', script: `echo ${'a '.repeat(10_000)} > /d/x; for i in ${'b '.repeat(3_000)}; do echo $i >> /d/y; done` },
  { name: 'an array that doubles', script: `a=(1 2); ${'a+=("${a[@]}"); '.repeat(30)}echo "\${#a[@]}" > /d/x` },
  { name: 'a here-document of a megabyte', script: `cat > /d/x <<EOF\n${'line of text\n'.repeat(80_000)}EOF` },
  { name: 'arithmetic of huge powers', script: 'echo $((9**9**9**9)) > /d/x; echo $((1<<99999999)) >> /d/x' },
  { name: 'a value that grows by replacing', script: `x=${a(3000)}; ${'x=${x//a/aa}; '.repeat(20)}echo $x > /d/x` },
  { name: 'functions that call two others', script: `${lines(400, (i) => `f${i}() { f${(i * 7 + 1) % 400}; f${(i * 3 + 2) % 400}; touch /d/${i}; }`)}\nf0` },
];
