// More of them: commands that loop or grow by themselves, file systems, values, text for the parser.

import type { Hostile } from './hostile.ts';

const lines = (count: number, line: (i: number) => string): string => Array.from({ length: count }, (_, i) => line(i)).join('\n');
const nest = (count: number, open: string, inner: string, close: string): string => open.repeat(count) + inner + close.repeat(count);

export const hostileMore: readonly Hostile[] = [
  // Commands that loop or grow by themselves.
  { name: 'a sed script that branches for ever', script: (n) => `echo ${'a'.repeat(100 * n)} | sed ':a;s/^/a/;ta' > /d/x; sed ':b;n;bb' /d/x > /d/y` },
  { name: 'sed that joins all lines', script: (n) => `cat > /d/x <<E\n${lines(1_000 * n, (i) => `l${i}`)}\nE\nsed -i -e ':a' -e 'N;$!ba;s/\\n/,/g' /d/x` },
  { name: 'sed that prints twice, again and again', script: (n) => `echo a > /d/x; ${'sed -i "p;G" /d/x; '.repeat(30 * n)}` },
  { name: 'awk that doubles a text', script: (n) => `awk 'BEGIN { s = "${'a'.repeat(100 * n)}"; while (1) s = s s; print s }' > /d/x` },
  {
    name: 'endless output, cut off late',
    script: (n) => `yes ${'a'.repeat(50 * n)} | head -n 100000000 > /d/x; head -c 99999999999 /dev/zero > /d/y; dd if=/dev/zero of=/d/z bs=1G count=99999`,
  },
  { name: 'a file that reads itself', script: (n) => `echo a > /d/x; ${'cat /d/x >> /d/x; cat /d/x | tee -a /d/x; '.repeat(30 * n)}` },
  {
    name: 'a script that sources itself',
    script: (n) => `printf '. /d/x\\nsh /d/x\\n${'touch /d/y\\n'.repeat(20 * n)}' > /d/x; . /d/x; sh /d/x; exec sh /d/x`,
  },
  {
    name: 'sorting and comparing many lines',
    script: (n) =>
      `cat > /d/x <<E\n${lines(3_000 * n, (i) => `l${(i * 7919) % 3001}`)}\nE\nsort -u /d/x | uniq -c | sort -rn | comm -12 - /d/x | tac > /d/y; cmp /d/x /d/y || diff /d/x /d/y > /d/z`,
  },
  {
    name: 'grep by a file of patterns',
    script: (n) =>
      `cat > /d/p <<E\n${lines(200 * n, (i) => `a*b${i}`)}\nE\ncat > /d/x <<E\n${lines(200 * n, (i) => `aaaaaab${i}`)}\nE\ngrep -f /d/p /d/x > /d/y; grep -vF -f /d/p /d/x >> /d/y`,
  },
  // The file system.
  {
    name: 'links to links to links',
    script: (n) =>
      `mkdir -p /d/a; ln -s /d/a /d/l0; ${lines(40 * n, (i) => `ln -s l${i}/../l${i}/../l${i} /d/l${i + 1}`)}\ncat /d/l${40 * n}/x; ln -s b /d/c; ln -s c /d/b; cat /d/b/y; touch /d/c/z`,
  },
  {
    name: 'a tree that is copied into itself',
    script: (n) => `mkdir -p /d/a; ${'cp -r /d/a /d/b; mv /d/b /d/a/b$RANDOM; cp -r /d/a /d/c; mv /d/c /d/a/c; '.repeat(20 * n)}`,
  },
  {
    name: 'a very deep directory',
    script: (n) => `mkdir -p /d${'/a'.repeat(1_000 * n)}; find /d -name b -o -type d -exec touch {}/x \\;; chown -R 1:1 /d; rm -rf /d/a`,
  },
  { name: 'globs over globs', script: (n) => `mkdir -p /d/{a,b,c,d}/{a,b,c,d}/{a,b,c,d}/{a,b,c,d}; ${'ls /d/*/*/*/*/* /d/*a*/*b*/*c*/*d*; '.repeat(20 * n)}` },
  {
    name: 'tar that leaves out by many stars',
    script: (n) =>
      `touch /d/${'a'.repeat(100 * n)}; tar -C /d --exclude='${'*a'.repeat(20)}*c' -cf /tmp/x.tar .; rsync -a --exclude='${'*a'.repeat(20)}*c' /d/ /tmp/y; cp /tmp/x.tar /d/`,
  },
  { name: 'xargs with many arguments', script: (n) => `seq 1 ${20_000 * n} | xargs -n1 touch; seq -f '/d/%g' 1 ${20_000 * n} | xargs mkdir -p` },
  // Values.
  {
    name: 'arithmetic by names of names',
    script: (n) => `${lines(30 * n, (i) => `v${i}='v${i + 1}+v${i + 1}'`)}\nv${30 * n}=1; echo $((v0)) > /d/x; y=y; echo $((y)) >> /d/x; z='z+1'; (( z++ ))`,
  },
  {
    name: 'a name that means itself',
    script: (n) => `x=y; y=x; echo \${!x} > /d/x; ${lines(100 * n, (i) => `declare -n n${i}=n${i + 1}`)}\nn0=1; echo $n5 >> /d/x`,
  },
  { name: 'letter by letter', script: (n) => `x=${'ab'.repeat(1_000 * n)}; while [ -n "$x" ]; do c=\${x%"\${x#?}"}; x=\${x#?}; y=$y$c; done; echo $y > /d/x` },
  {
    name: 'word by word',
    script: (n) => `set -- ${'a '.repeat(2_000 * n)}; while [ $# -gt 0 ]; do x="$x $1"; shift; done; for a; do for b; do touch /d/$a$b; done; done`,
  },
  {
    name: 'line by line',
    script: (n) => `while IFS=: read -r a b c; do echo "$a $b" >> /d/x; l="$l $c"; done <<E\n${lines(2_000 * n, (i) => `a${i}:b:c`)}\nE\necho $l > /d/y`,
  },
  { name: 'replacements in replacements', script: (n) => `x=${'a'.repeat(200)}; y=${nest(12 * n, '${x//a/', 'aa', '}')}; echo $y > /d/x` },
  {
    name: 'extended patterns in each other',
    script: (n) =>
      `shopt -s extglob; x=${'a'.repeat(40 * n)}b; case $x in ${nest(12, '+(a|*(', 'a', '))')}) mkdir /d/x ;; esac; [[ $x == +(+(a))c ]]; y=\${x//+(+(a|aa))c/}`,
  },
  {
    name: 'arrays with far indexes',
    script: (n) =>
      `a[999999999]=x; a=(\${a[@]/x/xx}); declare -A m; ${lines(300 * n, (i) => `m[k${i}]=$i; a+=("\${m[@]}")`)}\necho "\${a[@]}" > /d/x; mapfile -t l < <(seq 1 1000000); echo \${#l[@]} > /d/y`,
  },
  {
    name: 'printf that repeats its format',
    script: (n) =>
      `printf "$(printf '%%s%.0s' {1..5000})" {1..9000} > /d/x; printf -v x '%*s' 999999999 a; printf '%s\\n' ${'a '.repeat(1_000 * n)} >> /d/x; echo "$x" > /d/y`,
  },
  { name: 'a value of every unknown path', script: (n) => `${lines(20 * n, (i) => `[ -n "$A${i}" ] && x=$x${i} || x=\${x}b`)}\ntouch /d/$x` },
  {
    name: 'cases on unknown values in a loop',
    script: (n) =>
      `for f in $(ls /d) "$A" "$B" ${'$C '.repeat(10 * n)}; do case $f in a*) x=1$x ;; b*) x=2$x ;; *) x=3$x ;; esac; [ -e "/d/$f" ] || touch "/d/$x"; done`,
  },
  // Text for the parser.
  { name: 'a line that goes on and on', script: (n) => `touch /d/x ${'\\\n'.repeat(20_000 * n)} /d/y` },
  { name: 'nothing but comments', script: (n) => `${'# a comment that says "nothing" $(at all\n'.repeat(5_000 * n)}touch /d/x` },
  { name: 'quotes of nothing', script: (n) => `touch /d/x${`''""$''`.repeat(5_000 * n)}` },
  { name: 'a chain of and and or', script: (n) => `${'true && false || '.repeat(1_500 * n)}touch /d/x` },
  {
    name: 'not, not, not',
    script: (n) => `${'! '.repeat(1_000 * n)}touch /d/x; [ ${'! '.repeat(1_000 * n)} -e /d/x ]; [[ ${nest(500 * n, '( ! ', '-e /d/y', ' )')} ]]`,
  },
  { name: 'functions in functions', script: (n) => `${lines(200 * n, (i) => `f${i}() {`)}\ntouch /d/x; ${lines(200 * n, (i) => `}; f${200 * n - 1 - i}`)}` },
  { name: 'cases in cases', script: (n) => `${nest(150 * n, 'case $x in *) ', 'touch /d/x', ' ;; esac')}` },
  {
    name: 'many here-documents in one line',
    script: (n) => `cat ${lines(300 * n, (i) => `<<E${i}`).replaceAll('\n', ' ')} > /d/x\n${lines(300 * n, (i) => `text ${i}\nE${i}`)}`,
  },
  { name: 'here-documents in substitutions', script: (n) => nest(30 * n, 'x=$(cat <<E\n', 'a', '\nE\n)\n') },
  {
    name: 'an elif for everything',
    script: (n) => `if [ "$A" = 0 ]; then touch /d/0; ${lines(300 * n, (i) => `elif [ "$A" = ${i} ]; then mkdir /d/${i}`)}; fi`,
  },
  {
    name: 'aliases, traps and jobs',
    script: (n) =>
      `alias a='a a'; a; ${lines(200 * n, (i) => `trap 'trap "touch /d/${i}; exit" EXIT; f' EXIT; sleep 1 &`)}\nf() { trap f EXIT; kill -9 $$; f & wait; }; f`,
  },
  {
    name: 'a loop of C',
    script: (n) =>
      `for ((i=0;i<1000000000;i++)); do for ((j=i;j;j--)); do x=$((x*31+j)); done; echo $x >> /d/x; done; ${'until false; do touch /d/y; done; '.repeat(10 * n)}`,
  },
  {
    name: 'programs inside',
    script: (n) =>
      `python3 - <<E\n${'x = [[[1]]]\n'.repeat(1_000 * n)}E\nperl -e '${'s/(a+)+$//;'.repeat(500 * n)}'; jq '${nest(200 * n, '[', '.', ']')}' /d/x > /d/y`,
  },
  {
    name: 'eval of what was made',
    script: (n) => `eval "$(for i in $(seq 1 ${200 * n}); do echo "f$i() { f$((i+1)); f$((i+1)); }"; done)"; f${200 * n + 1}() { touch /d/x; }; f1`,
  },
];
