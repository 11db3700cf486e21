import type { CommandSpec } from '../schema.ts';

function probe(source: string): CommandSpec {
  return { status: 'ask', out: 'stable', origin: 'network', source };
}

/** Downloads, repositories, packages, questions to other hosts. */
export const networkCommands: Readonly<Record<string, CommandSpec>> = {
  curl: {
    flags: 's=silent S=show-error f=fail L=location k=insecure O=remote-name J g i=include I=head v N compressed fail-with-body',
    values:
      'o=output d=data data-raw data-binary H=header X=request u=user b=cookie c m=max-time A e T w=write-out retry retry-delay retry-max-time connect-timeout cacert cert key output-dir F=form x=proxy resolve max-filesize C',
    effects: [
      { op: 'write', at: '@o', content: 'network' },
      { op: 'write', at: 'base:0', content: 'network', when: 'O' },
    ],
    out: 'stable',
    origin: 'network',
    status: 'ask',
    source: 'curl(1); -o and -O executed',
  },
  wget: {
    flags:
      'q=quiet nc=no-clobber c=continue N=timestamping nv=no-verbose S=server-response r=recursive no-check-certificate x=force-directories np m=mirror spider b',
    values:
      'O=output-document P=directory-prefix T=timeout t=tries o=output-file a header user password U=user-agent post-data ca-certificate waitretry read-timeout',
    effects: [
      { op: 'write', at: '@O', content: 'network', when: '!spider' },
      { op: 'write', at: 'in:P:base:0', content: 'network', existing: { 'nc|n': 'keep', 'c|N': 'newer', else: 'rename' }, when: '!O&!spider&!r&!m' },
      { op: 'populate', at: '@P | cwd', from: '0', origin: 'network', existing: { 'nc|N': 'keep', else: 'replace' }, when: 'r|m' },
    ],
    out: 'stable',
    origin: 'network',
    status: 'ask',
    busybox: {
      flags: 'q=quiet c=continue S=server-response nc=no-clobber no-check-certificate spider',
      values: 'O=output-document P=directory-prefix T=timeout Y U header post-data',
      effects: [
        { op: 'write', at: '@O', content: 'network', when: '!spider' },
        { op: 'write', at: 'in:P:base:0', content: 'network', existing: { n: 'fail', c: 'replace', else: 'fail' }, when: '!O&!spider' },
      ],
      out: 'stable',
      origin: 'network',
      status: 'ask',
    },
    source: 'executed on GNU wget and busybox 1.35',
  },
  git: {
    values: 'C c git-dir work-tree',
    flags: 'q=quiet v bare',
    directory: 'C',
    origin: 'network',
    sub: {
      clone: {
        values: 'b=branch o depth=depth reference template separate-git-dir filter j config',
        flags: 'single-branch recursive recurse-submodules mirror bare no-checkout n no-tags',
        effects: [
          { op: 'populate', at: '1 | base:0', from: '0', origin: 'network', existing: 'fail', nonEmpty: 'fail', creates: ['.git/HEAD', '.git/config'] },
        ],
      },
      init: {
        values: 'b=initial-branch template',
        effects: [
          { op: 'create', at: '0 + /.git', what: 'dir', existing: 'keep', parents: 'always' },
          { op: 'create', at: '=.git', what: 'dir', existing: 'keep', parents: 'always', when: '!0' },
        ],
      },
      reset: { flags: 'hard soft mixed', effects: [{ op: 'revert', at: 'cwd', when: 'hard' }] },
      checkout: { flags: 'f=force B b', effects: [{ op: 'revert', at: 'cwd', when: 'f' }] },
      clean: { flags: 'f d x', effects: [{ op: 'revert', at: 'cwd' }] },
      pull: { code: 'succeed' },
      fetch: { code: 'succeed' },
      'remote add': { effects: [{ op: 'entry', at: '=.git/config', name: '0', existing: 'fail' }] },
      'remote set-url': { code: 'succeed' },
      'worktree add': { effects: [{ op: 'populate', at: '0', existing: 'fail', nonEmpty: 'fail' }] },
      'submodule add': { effects: [{ op: 'populate', at: '1 | base:0', existing: 'fail', nonEmpty: 'fail' }] },
      apply: { effects: [{ op: 'need', at: '0' }] },
      '*': { out: 'stable' },
    },
    source: 'executed: clone into a directory that is not empty ends with 128',
  },
  hg: {
    source: 'hg(1): clone refuses a destination that is not empty',
    sub: { clone: { effects: [{ op: 'populate', at: '1 | base:0', origin: 'network', existing: 'fail', nonEmpty: 'fail' }] }, '*': { out: 'stable' } },
  },
  svn: {
    source: 'svnbook: checkout into a working copy resumes it',
    sub: { checkout: { effects: [{ op: 'populate', at: '1 | base:0', origin: 'network', existing: 'keep' }] }, '*': { out: 'stable' } },
  },
  scp: {
    flags: 'r q p',
    values: 'i P o',
    effects: [
      { op: 'fetch', at: '-1', from: '0', when: '!r' },
      { op: 'populate', at: '-1', from: '0', origin: 'network', existing: 'replace', when: 'r' },
    ],
    source: 'scp(1)',
  },
  ssh: probe('ssh(1)'),
  sftp: probe('sftp(1)'),
  nc: probe('nc(1)'),
  ncat: probe('ncat(1)'),
  netcat: probe('nc(1)'),
  socat: probe('socat(1)'),
  telnet: probe('telnet(1)'),
  ping: probe('ping(8)'),
  dig: probe('dig(1)'),
  host: probe('host(1)'),
  nslookup: probe('nslookup(1)'),
  resolveip: probe('resolveip(1)'),
  'wait-for-it.sh': probe('github.com/vishnubob/wait-for-it'),
  'wait-for': probe('github.com/eficode/wait-for'),
  dockerize: probe('github.com/jwilder/dockerize'),
  aws: {
    values: 'profile region endpoint-url exclude include',
    flags: 'recursive no-progress quiet delete',
    origin: 'network',
    sub: {
      's3 cp': {
        effects: [
          { op: 'populate', at: '1', from: '0', origin: 'network', existing: 'replace', when: 'recursive', nonEmpty: 'replace' },
          { op: 'fetch', at: '1', from: '0', when: '!recursive' },
        ],
        out: 'stable',
      },
      's3 sync': {
        effects: [
          { op: 'empty', at: '1', when: 'delete' },
          { op: 'populate', at: '1', from: '0', origin: 'network', existing: 'newer', nonEmpty: 'replace' },
        ],
      },
      '*': { out: 'stable', status: 'ask' },
    },
    source: 'docs.aws.amazon.com: s3 cp overwrites, s3 sync copies what differs',
  },
  gsutil: {
    flags: 'm q',
    origin: 'network',
    sub: {
      cp: {
        flags: 'r R n',
        effects: [
          { op: 'fetch', at: '-1', from: '0', when: '!r' },
          { op: 'populate', at: '-1', from: '0', origin: 'network', existing: { n: 'keep', else: 'replace' }, when: 'r|R' },
        ],
      },
      rsync: { flags: 'r d', effects: [{ op: 'populate', at: '-1', from: '0', origin: 'network', existing: 'newer' }] },
      '*': { out: 'stable', status: 'ask' },
    },
    source: 'cloud.google.com: gsutil cp, rsync',
  },
  mc: {
    sub: {
      cp: { effects: [{ op: 'fetch', at: '-1', from: '0' }] },
      mirror: {
        flags: 'overwrite remove',
        effects: [{ op: 'populate', at: '-1', from: '0', origin: 'network', existing: { overwrite: 'replace', else: 'keep' } }],
      },
      '*': { out: 'stable', status: 'ask' },
    },
    source: 'min.io: mc cp, mc mirror',
  },
  kubectl: { source: 'kubernetes.io: kubectl', status: 'ask', out: 'stable', origin: 'network', values: 'n=namespace o=output l=selector' },
  vault: { source: 'developer.hashicorp.com: vault', status: 'ask', out: 'stable', origin: 'network' },
  helm: probe('helm.sh: helm'),
  npm: {
    values: 'prefix',
    directory: 'prefix',
    sub: {
      ci: {
        effects: [
          { op: 'need', at: '=package.json' },
          { op: 'remove', at: '=node_modules', recursive: 'always', force: 'always' },
          { op: 'create', at: '=node_modules', what: 'dir', existing: 'keep' },
          { op: 'populate', at: '=node_modules', from: '=packages', origin: 'network', existing: 'replace' },
        ],
      },
      install: {
        effects: [
          { op: 'create', at: '=node_modules', what: 'dir', existing: 'keep', parents: 'always' },
          { op: 'populate', at: '=node_modules', from: '=packages', origin: 'network', existing: 'keep' },
        ],
      },
      '*': { out: 'stable' },
    },
    source: 'docs.npmjs.com: npm ci removes node_modules first',
  },
  yarn: { code: 'succeed', source: 'yarnpkg.com: install is repeatable' },
  pip: {
    values: 't=target r',
    sub: { install: { values: 't=target r', effects: [{ op: 'populate', at: '@t', from: '0', origin: 'network', existing: 'keep' }] }, '*': { out: 'stable' } },
    source: 'pip.pypa.io: --target keeps what is there unless --upgrade',
  },
  pip3: {
    values: 't=target r',
    sub: { install: { values: 't=target r', effects: [{ op: 'populate', at: '@t', from: '0', origin: 'network', existing: 'keep' }] }, '*': { out: 'stable' } },
    source: 'pip.pypa.io: --target keeps what is there unless --upgrade',
  },
  gem: { code: 'succeed', source: 'gem(1): an installed gem is kept' },
  composer: { code: 'succeed', source: 'getcomposer.org: install is repeatable' },
};
