import type { CommandSpec } from '../schema.ts';

const archive = { k: 'fail', 'skip-old-files': 'keep', 'keep-newer-files': 'newer', else: 'replace' } as const;
/** Owners and attributes, of files and directories alike; none of them keeps a later start from writing, so the mode is empty. */
const meta: CommandSpec = { flags: 'R=recursive f=silent=quiet v h', values: 'reference from', effects: [{ op: 'mode', at: '1..', mode: '=' }] };

/** Files, directories, archives. Observed on coreutils 9.1 and busybox 1.35, see the executed command facts. */
export const fileCommands: Readonly<Record<string, CommandSpec>> = {
  cp: {
    flags: 'n=no-clobber r=R=recursive a=archive f=force i=interactive u=update v p T=no-target-directory parents l s d L P',
    values: 't=target-directory S=suffix',
    effects: [
      {
        op: 'copy',
        from: '0..-2',
        to: '-1',
        into: '@t',
        recursive: 'r|a',
        merge: 'T',
        existing: { n: 'keep', i: 'keep', u: 'newer', else: 'replace' },
        unlink: 'f',
      },
    ],
  },
  mv: {
    flags: 'n=no-clobber f=force i u=update v T=no-target-directory',
    values: 't=target-directory S=suffix',
    effects: [{ op: 'move', from: '0..-2', to: '-1', into: '@t', merge: 'T', existing: { n: 'keep', i: 'keep', u: 'newer', else: 'replace' } }],
  },
  rename: { status: 'ask' },
  mkdir: { flags: 'p=parents v', values: 'm=mode', effects: [{ op: 'create', at: '0..', what: 'dir', existing: { p: 'keep', else: 'fail' }, parents: 'p' }] },
  mkfifo: { values: 'm=mode', effects: [{ op: 'create', at: '0..', what: 'special', existing: 'fail' }] },
  mknod: { values: 'm=mode', effects: [{ op: 'create', at: '0', what: 'special', existing: 'fail' }] },
  touch: { flags: 'c=no-create a m h', values: 'd t r', effects: [{ op: 'create', at: '0..', what: 'file', existing: 'keep', when: '!c' }] },
  ln: {
    flags: 's=symbolic f=force n=no-dereference T=no-target-directory v r i',
    values: 't=target-directory S',
    effects: [{ op: 'link', from: '0..-2', to: '-1', into: '@t', symbolic: 's', plain: 'n|T', existing: { f: 'replace', else: 'fail' } }],
  },
  link: { effects: [{ op: 'link', from: '0', to: '1', symbolic: '', plain: 'always', existing: 'fail' }] },
  rm: { flags: 'r=R=recursive f=force v i I d', effects: [{ op: 'remove', at: '0..', recursive: 'r', force: 'f' }] },
  rmdir: { flags: 'p v ignore-fail-on-non-empty', effects: [{ op: 'remove', at: '0..', emptyOnly: true }] },
  unlink: { effects: [{ op: 'remove', at: '0' }] },
  shred: {
    flags: 'u z f',
    values: 'n',
    effects: [
      { op: 'remove', at: '0..', when: 'u' },
      { op: 'write', at: '0..', content: 'fresh', when: '!u' },
    ],
  },
  truncate: { flags: 'c', values: 's=size r', effects: [{ op: 'write', at: '0..', content: 'empty' }] },
  fallocate: { values: 'l o', effects: [{ op: 'create', at: '0', what: 'file', existing: 'keep' }] },
  mkswap: { effects: [{ op: 'need', at: '0' }] },
  dd: { style: 'assign', effects: [{ op: 'write', at: '@of', content: 'stable' }] },
  tee: { code: 'tee' },
  install: {
    flags: 'd=directory D v p C',
    values: 'm=mode o=owner g=group t=target-directory S',
    effects: [
      { op: 'create', at: '0..', what: 'dir', existing: 'keep', parents: 'always', when: 'd' },
      { op: 'create', at: '@t', what: 'dir', existing: 'keep', parents: 'always', when: 'D&t' },
      { op: 'copy', from: '0..-2', to: '-1', into: '@t', recursive: '', existing: 'replace', unlink: 'always', when: '!d&!D' },
      { op: 'copy', from: '0..-2', to: '-1', into: '@t', recursive: '', existing: 'replace', unlink: 'always', parents: '!t', merge: '!t', when: '!d&D' },
    ],
  },
  rsync: {
    flags:
      'a=archive r=recursive n=dry-run u=update ignore-existing delete delete-after delete-before v z t p l h q x H A X o g D existing remove-source-files',
    values: 'e=rsh exclude include exclude-from include-from filter files-from port chmod chown bwlimit log-file timeout',
    effects: [
      {
        op: 'copy',
        from: '0..-2',
        to: '-1',
        recursive: 'r|a',
        slash: true,
        existing: { 'ignore-existing': 'keep', u: 'newer', else: 'replace' },
        unlink: 'always',
        delete: 'delete|delete-after|delete-before',
        when: '!n',
      },
    ],
  },
  chmod: { flags: 'R=recursive f=silent v c', values: 'reference', effects: [{ op: 'mode', at: '1..', mode: '0' }] },
  chown: meta,
  chgrp: meta,
  chcon: meta,
  setfacl: { flags: 'R d b k', values: 'm x M', effects: [{ op: 'need', at: '0..' }] },
  getfacl: { out: 'stable' },
  setfattr: { values: 'n v x', effects: [{ op: 'need', at: '0..' }] },
  chattr: meta,
  restorecon: { code: 'succeed' },
  tar: {
    style: 'bundle',
    flags:
      'x=extract=get c=create t=list r=append k=keep-old-files skip-old-files keep-newer-files overwrite z=gzip j=bzip2 J=xz v=verbose p m o no-same-owner no-same-permissions wildcards unlink-first a zstd',
    values: 'f=file C=directory X T I strip-components strip exclude transform owner group mode',
    effects: [
      { op: 'need', at: '@C', what: 'dir', when: 'x' },
      { op: 'need', at: '@f', when: 'x' },
      { op: 'populate', at: '@C | cwd', from: '@f', existing: archive, when: 'x' },
      { op: 'write', at: '@f', content: 'stable', when: 'c' },
    ],
    out: 'stable',
    origin: 'image',
  },
  unzip: {
    flags: 'o n q l p t j u d',
    values: 'd x',
    effects: [{ op: 'populate', at: '@d | cwd', from: '0', existing: { o: 'replace', n: 'keep', else: 'fail' }, when: '!l&!p&!t' }],
    out: 'stable',
  },
  zip: { flags: 'r q', effects: [{ op: 'write', at: '0', content: 'stable' }] },
  bsdtar: {
    style: 'bundle',
    flags: 'x c t k',
    values: 'f C',
    effects: [
      { op: 'need', at: '@C', what: 'dir', when: 'x' },
      { op: 'populate', at: '@C | cwd', from: '@f', existing: { k: 'keep', else: 'replace' }, when: 'x' },
    ],
    out: 'stable',
  },
  cpio: {
    flags: 'i o d m u',
    values: 'D',
    effects: [{ op: 'populate', at: '@D | cwd', from: 'stdin', existing: { u: 'replace', else: 'keep' }, when: 'i' }],
    out: 'stable',
  },
  gunzip: gunzipSpec('gz'),
  gzip: compressSpec('gz'),
  zcat: { out: 'filter', reads: '0..' },
  xz: compressSpec('xz'),
  bzip2: compressSpec('bz2'),
  zstd: {
    flags: 'd k f c q rm',
    values: 'o',
    effects: [{ op: 'write', at: '@o', content: 'stable', existing: { f: 'replace', else: 'fail' } }],
    out: 'filter',
  },
  split: { effects: [{ op: 'populate', at: 'cwd', from: '0', existing: 'replace' }] },
  csplit: { values: 'f n b', effects: [{ op: 'populate', at: 'cwd', from: '0', existing: 'replace' }] },
  patch: { flags: 'N R', values: 'p i d', effects: [{ op: 'edit', at: '0', how: 'rewrite' }] },
  mktemp: { code: 'mktemp' },
  readlink: { code: 'readlink' },
  realpath: { code: 'readlink' },
  ls: { code: 'ls' },
  stat: { out: 'stable', values: 'c f format printf', effects: [{ op: 'need', at: '0..' }] },
  du: { out: 'fresh' },
  df: { out: 'fresh' },
  mount: { code: 'succeed' },
  umount: { code: 'succeed' },
  mountpoint: { status: 'ask' },
  'mkfs.ext4': { effects: [{ op: 'need', at: '-1' }] },
  tree: { out: 'stable' },
  file: { out: 'stable' },
  lsattr: { out: 'stable' },
};

function gunzipSpec(suffix: string): CommandSpec {
  return {
    flags: 'k f c q d',
    effects: [
      { op: 'need', at: '0..', what: 'file' },
      { op: 'write', at: `strip.${suffix}:0`, content: 'stable', existing: { f: 'replace', else: 'fail' }, when: '!c' },
      { op: 'remove', at: '0..', when: '!k&!c' },
    ],
    out: 'none',
  };
}

/** `gzip f` writes f.gz beside it and takes f away; it refuses to overwrite (GNU gzip 1.12 ends with 2, executed). */
function compressSpec(suffix: string): CommandSpec {
  return {
    flags: 'd k f c q n v t 1 2 3 4 5 6 7 8 9',
    effects: [
      { op: 'need', at: '0..', what: 'file' },
      { op: 'write', at: `0.. + .${suffix}`, content: 'stable', existing: { f: 'replace', else: 'fail' }, when: '!c&!d&!t' },
      { op: 'write', at: `strip.${suffix}:0`, content: 'stable', existing: { f: 'replace', else: 'fail' }, when: 'd&!c' },
      { op: 'remove', at: '0..', when: '!k&!c&!t' },
    ],
    out: 'filter',
    reads: '0..',
    source: 'gzip(1)',
  };
}
