/**
 * Peer discovery for an image that has no peer-finder: same flags, same lines on the output, one look-up instead of a loop.
 * POSIX sh, no package needed. Flags come as arguments, questions as lines, and neither is pasted into text that a shell reads again.
 *
 *   sh -c SCRIPT sh -service=NAME -ns=NAMESPACE [-domain=DOMAIN] [-pets="web-0 web-1"] [-own=PATH|none] [-follow=yes]
 *
 * `-pets` are the names that the API knows (for images that can look up names, but not SRV records);
 * `-own` is the image's own peer-finder, tried first; by default the one on PATH or in the root.
 * `-follow`: each line of the input is a question, with the names of the pets as they are now; its answer ends with a line `answered CODE`.
 *
 * The first process of a pet may not wait for what is orphaned to it, so nothing here is: each process that is started is waited for by
 * the one that started it, also the clocks that end what hangs.
 */
export const peersScript = `
service= ns=\${POD_NAMESPACE:-} domain= pets= own= follow=
for flag; do
  flag=\${flag#-}; flag=\${flag#-}
  case $flag in
    service=*) service=\${flag#*=} ;;
    ns=*) ns=\${flag#*=} ;;
    domain=*) domain=\${flag#*=} ;;
    pets=*) pets=\${flag#*=} ;;
    own=*) own=\${flag#*=} ;;
    follow=*) follow=\${flag#*=} ;;
    *) echo "unknown flag: -$flag" >&2; exit 2 ;;
  esac
done
if [ -z "$service" ] || [ -z "$ns" ]; then
  echo 'Incomplete args, require -service and -ns or an env var for POD_NAMESPACE.' >&2
  exit 1
fi

resolv=\${PETSET_RESOLV_CONF:-/etc/resolv.conf}
nameserver=
if [ -r "$resolv" ]; then
  while read -r key rest; do
    case $key in
      search) for each in $rest; do case $each in svc.?*) [ -n "$domain" ] || domain=\${each#svc.} ;; esac; done ;;
      nameserver) [ -n "$nameserver" ] || nameserver=\${rest%% *} ;;
    esac
  done <"$resolv"
fi
domain=\${domain:-cluster.local}
zone=$service.$ns.svc.$domain
me=$(hostname 2>/dev/null || cat /etc/hostname 2>/dev/null || echo "\${HOSTNAME:-}")
me=\${me%%.*}

has() { command -v "$1" >/dev/null 2>&1; }
now() { date '+%Y/%m/%d %H:%M:%S' 2>/dev/null || echo '0000/00/00 00:00:00'; }
in_order() { if has sort; then sort -u; else cat; fi; }

# A DNS server that is away must not hold anybody longer than this. The clock waits for its own sleep, which it ends when it is ended:
# a signal may come before it knows what to end, so it is remembered.
limit=\${PETSET_LIMIT:-6}
limited() {
  "$@" & job=$!
  {
    over= nap=
    trap 'over=1; [ -z "$nap" ] || kill -9 "$nap"' TERM
    sleep "$limit" & nap=$!
    [ -z "$over" ] || kill -9 "$nap"
    wait "$nap"; wait "$nap"
    [ -n "$over" ] || kill -9 "$job"
  } >/dev/null 2>&1 & clock=$!
  wait "$job" 2>/dev/null; code=$?
  kill "$clock" 2>/dev/null
  wait "$clock" 2>/dev/null
  return $code
}

# Nor may many names together.
late() { [ $(($(date +%s 2>/dev/null || echo 0) - started)) -gt 20 ]; }

own_finder() {
  [ "$own" != none ] || return 1
  for each in "\${own:-peer-finder}" /peer-finder; do
    has "$each" && finder=$each && return 0
  done
  return 1
}

# Each way prints one peer a line; nothing found is nothing printed.
by_nslookup() {
  has nslookup || return 0
  limited nslookup -type=srv "$zone" 2>/dev/null | while read -r line; do
    case $line in
      *service\\ =\\ *) line=\${line##* }; echo "\${line%.}" ;;
    esac
  done
}

# A pet's own name is always in its /etc/hosts: ask DNS alone where getent can be told to.
by_getent() {
  has getent || return 0
  only=
  limited getent -s files hosts localhost >/dev/null 2>&1 && only='-s dns'
  for each in $pets; do
    late && break
    limited getent $only hosts "$each.$zone" >/dev/null 2>&1 && echo "$each.$zone"
  done
  return 0
}

by_nslookup_of_names() {
  has nslookup || return 0
  for each in $pets; do
    late && break
    limited nslookup "$each.$zone" >/dev/null 2>&1 && echo "$each.$zone"
  done
  return 0
}

by_perl() {
  has perl && [ -n "$nameserver" ] || return 0
  limited perl -MSocket -e '
    my ($zone, $server) = @ARGV;
    my $query = pack("n6", 4660, 256, 1, 0, 0, 0) . join("", map { chr(length) . $_ } split /[.]/, $zone) . pack("Cn2", 0, 33, 1);
    socket(my $s, PF_INET, SOCK_DGRAM, 17) or exit 1;
    alarm $ARGV[2];
    my $address = inet_aton($server) or exit 1;
    send($s, $query, 0, sockaddr_in(53, $address)) or exit 1;
    recv($s, my $answer, 65535, 0);
    sub name {
      my ($at, @parts) = @_;
      for (my $hops = 0; $hops < 128; $hops++) {
        my $n = ord substr($answer, $at, 1);
        last if $n == 0;
        if ($n >= 192) { $at = (($n & 63) << 8) + ord substr($answer, $at + 1, 1); next; }
        push @parts, substr($answer, $at + 1, $n);
        $at += $n + 1;
      }
      return join ".", @parts;
    }
    sub after { my $at = shift; while (1) { my $n = ord substr($answer, $at, 1); return $at + 1 if $n == 0; return $at + 2 if $n >= 192; $at += $n + 1; } }
    my $count = unpack("n", substr($answer, 6, 2));
    my $at = after(12) + 4;
    for (1 .. $count) {
      $at = after($at);
      my ($type, $class, $ttl, $length) = unpack("n2Nn", substr($answer, $at, 10));
      print name($at + 16), "\\n" if $type == 33;
      $at += 10 + $length;
    }
  ' "$zone" "$nameserver" "$limit" 2>/dev/null
}

by_bash() {
  has bash && has dd && has od && has awk && [ -n "$nameserver" ] || return 0
  limited bash -c '
    exec 3<>"/dev/udp/$2/53" || exit 1
    query="\\\\x12\\\\x34\\\\x01\\\\x00\\\\x00\\\\x01\\\\x00\\\\x00\\\\x00\\\\x00\\\\x00\\\\x00"
    IFS=. read -ra labels <<<"$1"
    for label in "\${labels[@]}"; do query+=$(printf "\\\\\\\\x%02x" "\${#label}")$label; done
    printf "$query\\\\x00\\\\x00\\\\x21\\\\x00\\\\x01" >&3
    exec dd bs=4096 count=1 <&3
  ' bash "$zone" "$nameserver" 2>/dev/null | od -An -v -tu1 | awk '
    { for (i = 1; i <= NF; i++) byte[size++] = $i }
    function after(at) { while (1) { if (byte[at] == 0) return at + 1; if (byte[at] >= 192) return at + 2; at += byte[at] + 1 } }
    function name(at,   text, hops, k) {
      for (hops = 0; hops < 128 && at < size; hops++) {
        if (byte[at] == 0) break
        if (byte[at] >= 192) { at = (byte[at] - 192) * 256 + byte[at + 1]; continue }
        if (text != "") text = text "."
        for (k = 1; k <= byte[at]; k++) text = text sprintf("%c", byte[at + k] + 0)
        at += byte[at] + 1
      }
      return text
    }
    END {
      if (size < 12) exit
      at = after(12) + 4
      for (count = byte[6] * 256 + byte[7]; count > 0; count--) {
        at = after(at)
        if (byte[at] * 256 + byte[at + 1] == 33) print name(at + 16)
        at += 10 + byte[at + 8] * 256 + byte[at + 9]
      }
    }'
}

# peer-finder prints the list before it runs its script. A folder cannot be executed, so no child process starts that peer-finder would not wait for.
by_own_finder() {
  own_finder || return 1
  echo "peers by $finder" >&2
  said=$(limited "$finder" -on-start=/ "-service=$service" "-ns=$ns" 2>&1)
  echo "\${said%%execing: *}"
  case $said in *'now ['*) return 0 ;; esac
  echo "$finder gave no list in time or failed" >&2
  return 1
}

answer() {
  started=$(date +%s 2>/dev/null || echo 0)
  by_own_finder && return 0
  peers= way=
  for way in nslookup getent nslookup_of_names perl bash; do
    peers=$("by_$way" | in_order)
    [ -z "$peers" ] || break
    late && break
  done
  [ -n "$peers" ] || way=none
  echo "peers by $way" >&2
  list=$(echo $peers)
  echo "$(now) Peer list updated"
  echo 'was []'
  echo "now [$list]"
  case " $list " in
    *" $me.$zone "*) return 0 ;;
  esac
  echo "$(now) Have not found myself in list yet."
  echo "My Hostname: $me.$zone"
  return 3
}

if [ -z "$follow" ]; then
  answer </dev/null
  exit $?
fi
# Whoever asks closes the input at the end. A network that is gone says nothing of it: where the shell can, it waits for a question only so long.
patience=
if (echo | { read -t 1 -r line; }) 2>/dev/null; then patience="-t \${PETSET_PATIENCE:-60}"; fi
while read $patience -r pets; do
  answer </dev/null 2>&1
  echo "answered $?"
done
exit 0
`;
