import type { Random } from './random.ts';

/** What a statement draws its choices and its paths from: the generator, which remembers them. */
interface Draw {
  readonly random: Random;
  readonly path: string;
  readonly asked: string;
  readonly folder: string;
  readonly target: string;
  readonly seed: string;
  seeded(folder: string): string;
}

type Make = (g: Draw) => string;

/** What the shell language offers beside ifs and loops: each states in a way of its own what a plain command would do. */
export const language: readonly Make[] = [
  () => 'n=$(cat /e/n 2>/dev/null || echo 0); echo $((n + 1)) > /e/n',
  (g) => `set -- one two; for x; do echo "$x" >> ${g.path}; done`,
  (g) => `set -- one two; while [ $# -gt 0 ]; do mkdir -p ${g.folder}/$1; shift; done`,
  (g) => `eval 'echo v ${g.random.pick(['>', '>>'])} ${g.path}'`,
  () => `x=sub/c; mkdir -p "/d/\${x%/*}" && echo v > "/d/\${x%%/*}/\${x##*/}"`,
  (g) => `until [ -e ${g.asked} ]; do touch ${g.path}; break; done`,
  (g) => `i=0; while [ $i -lt 2 ]; do echo $i ${g.random.pick(['>', '>>'])} ${g.path}; i=$((i + 1)); done`,
  (g) => `while IFS== read -r k v; do echo "$k:$v" ${g.random.pick(['>', '>>'])} ${g.path}; done < /cfg/app.conf`,
  (g) => `cut -d= -f1 /cfg/app.conf | while read -r k; do mkdir -p ${g.folder}/$k; done`,
  (g) => `f() { [ -e "$1" ] && return 0; echo made > "$1"; }; f ${g.asked}`,
  (g) => `f() { local p=$1; shift; echo "$@" ${g.random.pick(['>', '>>'])} "$p"; }; f ${g.path} a b`,
  (g) => `f() { echo "$1"; }; echo "$(f v)" ${g.random.pick(['>', '>>'])} ${g.path}`,
  (g) => `( exit 3 ) || echo failed >> ${g.path}`,
  (g) => `( cd ${g.folder} 2>/dev/null && ls -A | grep -q . ) && echo full > ${g.path}`,
  (g) => `trap 'echo bye ${g.random.pick(['>', '>>'])} ${g.path}' EXIT`,
  (g) => `! grep -q v ${g.asked} 2>/dev/null && echo v >> ${g.path}`,
  (g) => `case $(cat ${g.asked} 2>/dev/null) in '') echo new > ${g.path} ;; *) : ;; esac`,
  (g) => `v=$(cat ${g.asked} 2>/dev/null); [ "\${v:-none}" = none ] && echo v > ${g.path}`,
  (g) => `: "\${UNSET_NAME:=v}"; echo "$UNSET_NAME" > ${g.path}`,
  (g) => `echo "\${UNSET_NAME:-v}" ${g.random.pick(['>', '>>'])} ${g.path}`,
  (g) => `find /s/t -type f -exec cp {} ${g.target}/ \\;`,
  (g) => `find /s/t -name 't*' | while read -r f; do cp -n "$f" ${g.target}/; done`,
  (g) => `ls /s/t | xargs -I{} cp /s/t/{} ${g.target}/`,
  (g) => `for f in /s/t/*; do b=$(basename "$f"); [ -e ${g.seeded('/d')}/"$b" ] || cp "$f" /d/; done`,
  (g) => `{ echo a; echo b; } | sort -r ${g.random.pick(['>', '>>'])} ${g.path}`,
  (g) => `{ cat ${g.path} 2>/dev/null; echo v; } > /tmp/new && cp /tmp/new ${g.path}`,
  (g) => `p=${g.path}; { cat "$p" 2>/dev/null; echo v; } > /tmp/new && cp /tmp/new "$p"`,
  (g) => `p=${g.path}; { cat "$p" 2>/dev/null; echo v; } | sort -u > /tmp/new && cp /tmp/new "$p"`,
  (g) => `p=${g.path}; grep -v '^k=' "$p" > /tmp/new 2>/dev/null; echo k=1 >> /tmp/new; cp /tmp/new "$p"`,
  (g) => `sed -e '/^k=/d' -e '$a\\' -e 'k=9' ${g.seed} > ${g.path}`,
  (g) => `p=${g.path}; [ -e "$p" ] && sed -i '/^k=/d' "$p"; echo k=2 >> "$p"`,
  (g) => `sh -c 'echo "$0 $1" ${g.random.pick(['>', '>>'])} ${g.path}' a b`,
  (g) => `sh -ec 'mkdir ${g.path}; true' || true`,
  (g) => `( umask 077; echo v > ${g.path} ); chmod 400 ${g.path} 2>/dev/null || true`,
  (g) => `exec 3>> ${g.path}; echo v >&3; exec 3>&-`,
  (g) => `printf '%s=%s\\n' a 1 b 2 ${g.random.pick(['>', '>>'])} ${g.path}`,
  (g) => `awk -F= '{ print $2 }' /cfg/app.conf ${g.random.pick(['>', '>>'])} ${g.path}`,
  (g) => `head -n 1 ${g.seed} ${g.random.pick(['>', '>>'])} ${g.path}; tail -n 1 ${g.seed} >> ${g.path}`,
  (g) => `[ "$(wc -l < ${g.asked} 2>/dev/null || echo 0)" -gt 1 ] || echo line >> ${g.path}`,
  (g) => `mkdir -p ${g.folder} && cd ${g.folder} && { [ -e rel ] || echo v > rel; }; cd /`,
  (g) => `d=$(mktemp -d); echo v > "$d/f"; mv "$d/f" ${g.path}; rm -rf "$d"`,
  (g) => `dd if=/s/f of=${g.path} 2>/dev/null`,
  (g) => `install -m 600 ${g.seed} ${g.path}`,
  (g) => `cp ${g.seed} ${g.path}.new && { cmp -s ${g.path}.new /s/f && rm -f ${g.path}.new; }`,
];

export const bashLanguage: readonly Make[] = [
  (g) => `a=(x y); for v in "\${a[@]}"; do echo "$v" ${g.random.pick(['>', '>>'])} ${g.path}; done`,
  (g) => `mapfile -t l < /cfg/app.conf; printf '%s\\n' "\${l[@]}" ${g.random.pick(['>', '>>'])} ${g.path}`,
  (g) => `while read -r l; do echo "$l"; done <<< "$(cat /cfg/app.conf)" ${g.random.pick(['>', '>>'])} ${g.path}`,
  (g) => `[[ $HOSTNAME =~ -([0-9]+)$ ]] && echo "id=\${BASH_REMATCH[1]}" ${g.random.pick(['>', '>>'])} ${g.path}`,
  (g) => `for ((i = 0; i < 2; i++)); do mkdir -p ${g.folder}/n$i; done`,
  (g) => `declare -A m=([a]=1); echo "\${m[a]}" ${g.random.pick(['>', '>>'])} ${g.path}`,
  (g) => `x=abc; echo "\${x/b/d}\${x:1:1}\${x^^}" ${g.random.pick(['>', '>>'])} ${g.path}`,
  (g) => `cat <(echo a) <(echo b) ${g.random.pick(['>', '>>'])} ${g.path}`,
  (g) => `printf -v x '%02d' 7; echo "$x" ${g.random.pick(['>', '>>'])} ${g.path}`,
  (g) => `mkdir -p ${g.folder}/{p,q}`,
  (g) => `case x in x) echo 1 >> ${g.path} ;;& *) : ;; esac`,
  (g) => `if (( $(wc -l < ${g.asked} 2>/dev/null || echo 0) < 3 )); then echo 1 >> ${g.path}; fi`,
];
