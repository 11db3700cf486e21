/**
 * What a container tells about itself before a hook is tried in it. POSIX sh; changes nothing.
 *
 *   sh -c SCRIPT sh COMMAND [FINDER...]
 *
 * Prints `bash yes|no`, `cwd PATH`, `finder shell|program PATH` for the first of the finders (paths or names) that is there, and, when the command
 * begins with a script of the container, `script PATH` and its text. The peer-finder of 2016 holds the words "echo -e '" with which it
 * makes the line for its shell; that of Kubernetes since 1.7 holds none.
 */
export const lookScript = `
command=$1; shift
if command -v bash >/dev/null 2>&1; then echo 'bash yes'; else echo 'bash no'; fi
echo "cwd $(pwd)"
for each; do
  path=$(command -v "$each" 2>/dev/null) || continue
  [ -f "$path" ] || continue
  command -v grep >/dev/null 2>&1 || break
  if grep -q "echo -e '" "$path" 2>/dev/null; then echo "finder shell $path"; else echo "finder program $path"; fi
  break
done
first=\${command%%[[:space:]]*}
path=$(command -v "$first" 2>/dev/null) || exit 0
case $path in
  /*)
    [ -f "$path" ] && [ "$(wc -c <"$path")" -le 65536 ] && IFS= read -r line <"$path" || exit 0
    case $line in '#!'*) echo "script $path"; cat "$path" ;; esac ;;
esac
exit 0
`;

/** Which of the paths that are its arguments exist: `N file SIZE`, `N folder` or `N other`, by their place from 1 on. */
export const existsScript = `
n=0
for path; do
  n=$((n + 1))
  if [ -d "$path" ] && [ ! -L "$path" ]; then echo "$n folder"
  elif [ -f "$path" ]; then echo "$n file $(wc -c <"$path" 2>/dev/null || echo 0)"
  elif [ -e "$path" ] || [ -L "$path" ]; then echo "$n other"
  fi
done
exit 0
`;

const restoring = `
# The longest path first: what is in a folder goes before the folder.
restore() {
  all=$(for each in "$1"/*.path; do [ -f "$each" ] && IFS= read -r path <"$each" && echo "\${#path} \${each%.path}"; done | sort -rn)
  bad=0
  while read -r _ each; do
    [ -n "$each" ] || continue
    IFS= read -r path <"$each.path"
    if [ -f "$each.absent" ]; then
      if [ -d "$path" ] && [ ! -L "$path" ]; then rmdir "$path" 2>/dev/null; else rm -f "$path"; fi
    elif [ -d "$each.tree" ]; then
      mkdir -p "$path" && cp -pR "$each.tree/." "$path/"
    elif [ -f "$each.copy" ] && [ ! -L "$each.copy" ] && { [ ! -e "$path" ] || [ -f "$path" ]; } && [ ! -L "$path" ]; then
      # In place: the file may be a mount, and others may hold it open.
      cp -p "$each.copy" "$path" 2>/dev/null || cat "$each.copy" >"$path"
    else
      rm -f "$path"; cp -pP "$each.copy" "$path"
    fi || { bad=1; echo "not restored: $path" >&2; }
  done <<EOF
$all
EOF
  [ "$bad" = 0 ] && rm -rf "$1"
}
`;

/** Puts back what `hookScript` kept, or throws the copies away: `sh -c SCRIPT sh FOLDER restore|forget`. */
export const restoreScript = `${restoring}
case $1 in */petset-kept-*) ;; *) echo "no copies: $1" >&2; exit 2 ;; esac
[ -d "$1" ] || { echo "no copies: $1" >&2; exit 2; }
if [ "$2" = restore ]; then restore "$1"; else rm -rf "$1"; fi
`;

/** Exit status of `hookScript` when the hook was not run; its error output says why. */
export const notRunCode = 125;

/**
 * Runs a hook as peer-finder does, with copies of what it is going to write.
 *
 *   sh -c SCRIPT sh shell|program COMMAND NAME "PEER PEER..." [PATH...]
 *
 * NAME is that of the folder for the copies of all PATHs. A hook that fails, and one whose input ends first (it was cancelled, or the connection
 * was cut), is undone; after a good end the copies stay and a line \`kept FOLDER\` says where. Exits with the status of the hook.
 *
 * \`shell\`: the peer-finder of 2016 runs bash -c "echo -e 'PEERS' | COMMAND" (kubernetes/contrib, pets/peer-finder/peer-finder.go).
 * \`program\`: that of Kubernetes runs the program of this name, without a shell, and ends its input without a line feed
 * (kubernetes/kubernetes, test/images/pets/peer-finder/peer-finder.go).
 */
export const hookScript = `${restoring}
how=$1 command=$2 name=$3 peers=$4; shift 4
not_run() { echo "$1 Nothing was run." >&2; [ -z "$keep" ] || rm -rf "$keep"; exit ${notRunCode}; }
keep=
if [ "$how" = shell ]; then
  command -v bash >/dev/null 2>&1 || not_run 'The peer-finder of 2016 runs its scripts with bash, which this container does not have.'
else
  command -v "$command" >/dev/null 2>&1 || not_run "This peer-finder starts its script as a program, without a shell, and this container has no program $command."
fi

keep_one() {
  n=$((n + 1))
  printf '%s\\n' "$1" >"$keep/$n.path" || return 1
  if [ -d "$1" ] && [ ! -L "$1" ]; then rm -f "$keep/$n.path"
  elif [ -f "$1" ] || [ -L "$1" ]; then cp -pP "$1" "$keep/$n.copy"
  elif [ -e "$1" ]; then rm -f "$keep/$n.path"
  else
    : >"$keep/$n.absent"
    # Where a name was taken for a folder and is none, the file is written under that name.
    above=\${1%/*}
    [ -z "$above" ] || [ -d "$above" ] || keep_one "$above"
  fi
}

if [ $# -gt 0 ]; then
  for place in "\${TMPDIR:-/tmp}" /tmp /var/tmp /dev/shm; do
    mkdir "$place/$name" 2>/dev/null && keep=$place/$name && break
  done
  [ -n "$keep" ] || not_run 'No folder is writable for copies of the files (/tmp, /var/tmp, /dev/shm).'
  n=0
  for path; do keep_one "$path" || not_run "$path could not be copied."; done
fi

run_hook() {
  if [ "$how" = shell ]; then
    PETSET_PEERS=$peers bash -c "printf '%s\\\\n' \\$PETSET_PEERS | $command"
  else
    printf '%s' "$(printf '%s\\n' $peers)" | "$command"
  fi
}

below() {
  for each in /proc/[0-9]*/status; do
    while read -r key value; do
      if [ "$key" = PPid: ]; then
        [ "$value" = "$1" ] && each=\${each%/status} && echo "\${each#/proc/}"
        break
      fi
    done 2>/dev/null <"$each"
  done
}
# Stopped first, so that it starts nothing while what it has started is ended.
end_tree() {
  kill -STOP "$1" 2>/dev/null
  for child in $(below "$1"); do end_tree "$child"; done
  kill -9 "$1" 2>/dev/null
}

exec 3<&0
cut=
run_hook 3<&- & job=$!
trap 'cut=1; trap "" PIPE; end_tree "$job"' USR1
# The input carries no data: its end means that the client cancelled or is disconnected.
{ IFS= read -r line <&3; kill -USR1 $$; } >/dev/null 2>&1 & guard=$!
wait "$job" 2>/dev/null; code=$?
[ -z "$cut" ] || wait "$job" 2>/dev/null
trap '' PIPE USR1
kill -9 "$guard" 2>/dev/null
wait "$guard" 2>/dev/null
if [ -n "$cut" ]; then code=130; fi
if [ "$code" = 0 ]; then
  [ -z "$keep" ] || echo "kept $keep"
  exit 0
fi
if [ -n "$keep" ]; then
  if restore "$keep"; then echo 'What it wrote was undone.'; else echo "Copies are in $keep."; fi
fi
exit $code
`;
