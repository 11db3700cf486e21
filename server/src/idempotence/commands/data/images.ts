import type { CommandSpec } from '../schema.ts';
import { ask, idle, kafkaStorage, plugin } from './vendors.ts';

const load: CommandSpec = {
  flags: 'force overwrite-destination',
  values: 'from from-path database',
  effects: [{ op: 'populate', at: 'claim', origin: 'image', existing: { 'force|overwrite-destination': 'replace', else: 'fail' } }],
};

/** A restore that refuses a data directory with something in it, unless an option says to go on. */
function restore(at: string, go: string, source: string): CommandSpec {
  return { effects: [{ op: 'populate', at, origin: 'network', existing: 'replace', nonEmpty: { [go]: 'replace', else: 'fail' } }], source };
}

function format(at: string): CommandSpec {
  return {
    style: 'single',
    flags: 'format force nonInteractive nonformat bootstrapStandby initializeSharedEdits formatZK',
    values: 'clusterid clusterId',
    effects: [
      { op: 'populate', at, origin: 'fresh', existing: { force: 'replace', else: 'fail' }, creates: ['current/VERSION'], when: 'format|bootstrapStandby' },
    ],
    out: 'stable',
  };
}

const hdfs: CommandSpec = {
  style: 'single',
  sub: {
    namenode: format('claim'),
    journalnode: format('claim'),
    '*': ask('hadoop.apache.org: hdfs'),
  },
  source: 'hadoop.apache.org: -format asks before it formats again, and -nonInteractive ends with 1',
};

const compress: CommandSpec = {
  flags: 'd k f c q',
  effects: [
    { op: 'need', at: '0..' },
    { op: 'write', at: '1', content: 'stable', existing: { f: 'replace', else: 'fail' }, when: '!c' },
  ],
  out: 'filter',
};

/** More tools of images that stateful sets use. Where a program may write anywhere it has no row, and is said not to be analysed. */
export const imageCommands: Readonly<Record<string, CommandSpec>> = {
  hdfs,
  hadoop: { sub: { fs: ask('hadoop.apache.org: fs'), version: { out: 'stable' }, namenode: format('claim') }, source: 'hadoop.apache.org: hadoop' },
  schematool: ask('hive.apache.org: schematool'),
  'kafka-storage': kafkaStorage,
  'kafka-topics': ask('docs.confluent.io: tools'),
  'kafka-configs': ask('docs.confluent.io: tools'),
  'kafka-acls': ask('docs.confluent.io: tools'),
  'kafka-acls.sh': ask('kafka.apache.org: tools'),
  'kafka-broker-api-versions': ask('docs.confluent.io: tools'),
  'kafka-broker-api-versions.sh': ask('kafka.apache.org: tools'),
  'kafka-console-consumer.sh': ask('kafka.apache.org: tools'),
  'zookeeper-shell': ask('docs.confluent.io: tools'),
  'zookeeper-shell.sh': ask('kafka.apache.org: tools'),
  cub: ask('docs.confluent.io: cub waits'),
  'kibana-plugin': plugin('=/usr/share/kibana/plugins'),
  'elasticsearch-certutil': {
    values: 'out pass ca ca-pass days dns ip name in',
    flags: 's=silent pem keep-ca-key self-signed',
    effects: [{ op: 'write', at: '@out', content: 'fresh', existing: 'fail' }],
    source: 'elastic.co: asks for another name when the output file exists',
  },
  mongoimport: ask('mongodb.com: mongoimport'),
  'valkey-cli': ask('valkey.io: valkey-cli'),
  pg_dumpall: { values: 'f=file h U p', effects: [{ op: 'write', at: '@f', content: 'network' }], out: 'stable', origin: 'network', source: 'pg_dumpall(1)' },
  pgbackrest: {
    flags: 'delta force',
    values: 'stanza config pg1-path set type target log-level-console',
    sub: { restore: restore('@pg1-path | env:PGDATA | claim', 'delta|force', 'pgbackrest.org: restore'), '*': ask('pgbackrest.org') },
    source: 'pgbackrest.org: restore refuses a directory that is not empty without --delta',
  },
  'wal-g': {
    sub: {
      'backup-fetch': restore('0', 'never', 'wal-g: backup-fetch'),
      'wal-fetch': { effects: [{ op: 'write', at: '1', content: 'network' }] },
      '*': ask('wal-g'),
    },
    source: 'github.com/wal-g/wal-g: backup-fetch needs an empty directory',
  },
  repmgr: {
    flags: 'F=force dry-run',
    values: 'D=data-dir h U d f=config-file',
    sub: { 'standby clone': restore('@D | env:PGDATA', 'F', 'repmgr.org: standby clone'), '*': ask('repmgr.org') },
    source: 'repmgr.org: standby clone refuses a data directory in use without --force',
  },
  patronictl: ask('patroni.readthedocs.io: patronictl'),
  cockroach: {
    flags: 'insecure overwrite also-generate-pkcs8-key',
    values: 'certs-dir ca-key host',
    sub: {
      'cert create-ca': { effects: [{ op: 'write', at: '@certs-dir + /ca.crt', content: 'fresh', existing: { overwrite: 'replace', else: 'fail' } }] },
      'cert create-node': { effects: [{ op: 'write', at: '@certs-dir + /node.crt', content: 'fresh', existing: { overwrite: 'replace', else: 'fail' } }] },
      '*': ask('cockroachlabs.com: cockroach'),
    },
    source: 'cockroachlabs.com: cert create-* refuses to replace a file without --overwrite',
  },
  flyway: ask('documentation.red-gate.com: migrate applies what is not applied yet'),
  liquibase: ask('docs.liquibase.com: update applies what is not applied yet'),
  migrate: ask('github.com/golang-migrate/migrate'),
  goose: ask('github.com/pressly/goose'),
  alembic: ask('alembic.sqlalchemy.org'),
  dbmate: ask('github.com/amacneil/dbmate'),
  'neo4j-admin': {
    sub: { load, restore: load, 'database load': load, 'database restore': load, '*': ask('neo4j.com: neo4j-admin') },
    source: 'neo4j.com: load and restore refuse an existing database without --force or --overwrite-destination',
  },
  'cypher-shell': ask('neo4j.com: cypher-shell'),
  'clickhouse-client': ask('clickhouse.com: clickhouse-client'),
  'rabbitmq-diagnostics': ask('rabbitmq-diagnostics(8)'),
  solr: { sub: { zk: ask('solr.apache.org: zk'), status: ask('solr.apache.org: status') }, source: 'solr.apache.org: bin/solr' },
  nats: ask('docs.nats.io: nats'),
  ldapadd: ask('ldapadd(1)'),
  ldapmodify: ask('ldapmodify(1)'),
  ldapsearch: ask('ldapsearch(1)'),
  slappasswd: { out: 'fresh', source: 'slappasswd(8): salted' },
  'kcadm.sh': ask('keycloak.org: kcadm'),
  oc: { status: 'ask', out: 'stable', origin: 'network', values: 'n=namespace o=output l=selector', source: 'docs.openshift.com: oc' },
  gcloud: {
    origin: 'network',
    sub: {
      'storage cp': {
        flags: 'r=R=recursive n=no-clobber',
        effects: [
          { op: 'fetch', at: '-1', from: '0', when: '!r' },
          { op: 'populate', at: '-1', from: '0', origin: 'network', existing: { n: 'keep', else: 'replace' }, when: 'r' },
        ],
      },
      'storage rsync': { flags: 'r', effects: [{ op: 'populate', at: '-1', from: '0', origin: 'network', existing: 'newer' }] },
      '*': ask('cloud.google.com: gcloud'),
    },
    source: 'cloud.google.com: gcloud storage',
  },
  az: {
    origin: 'network',
    values: 'f=file n=name c=container-name d=destination s=source account-name account-key sas-token',
    sub: {
      'storage blob download': { effects: [{ op: 'write', at: '@f', content: 'network' }] },
      'storage blob download-batch': { effects: [{ op: 'populate', at: '@d', from: '@s', origin: 'network', existing: 'replace' }] },
      '*': ask('learn.microsoft.com: az'),
    },
    source: 'learn.microsoft.com: az storage blob',
  },
  s3cmd: {
    origin: 'network',
    flags: 'force skip-existing r=recursive continue no-progress',
    values: 'access_key secret_key host host-bucket region c=config',
    sub: {
      get: { effects: [{ op: 'write', at: '1 | base:0', content: 'network', existing: { force: 'replace', 'skip-existing': 'keep', else: 'fail' } }] },
      sync: { effects: [{ op: 'populate', at: '1', from: '0', origin: 'network', existing: { 'skip-existing': 'keep', else: 'replace' } }] },
      '*': ask('s3tools.org: s3cmd'),
    },
    source: 's3tools.org: get refuses a file that exists without --force, --continue or --skip-existing',
  },
  rclone: {
    origin: 'network',
    flags: 'ignore-existing u=update P=progress v q',
    values: 'config transfers checkers include exclude',
    sub: {
      copy: {
        effects: [
          { op: 'populate', at: '1', from: '0', origin: 'network', existing: { 'ignore-existing': 'keep', u: 'newer', else: 'replace' }, nonEmpty: 'replace' },
        ],
      },
      copyto: { effects: [{ op: 'write', at: '1', content: 'network', existing: { 'ignore-existing': 'keep', u: 'newer', else: 'replace' } }] },
      sync: {
        effects: [
          { op: 'empty', at: '1' },
          { op: 'populate', at: '1', from: '0', origin: 'network', existing: 'replace', nonEmpty: 'replace' },
        ],
      },
      '*': ask('rclone.org'),
    },
    source: 'rclone.org: copy replaces what differs, sync also deletes',
  },
  restic: {
    origin: 'network',
    values: 'r=repo p=password-file t=target i=include e=exclude host tag',
    sub: {
      restore: { effects: [{ op: 'populate', at: '@t', from: '0', origin: 'network', existing: 'replace', nonEmpty: 'replace' }] },
      init: { status: 'ask' },
      '*': ask('restic.readthedocs.io'),
    },
    source: 'restic.readthedocs.io: restore overwrites files in the target',
  },
  sops: {
    flags: 'd=decrypt e=encrypt i=in-place',
    values: 'output input-type output-type age',
    effects: [
      { op: 'edit', at: '0', how: 'rewrite', when: 'i' },
      { op: 'write', at: '@output', content: 'stable' },
    ],
    out: 'filter',
    reads: '0',
    source: 'github.com/getsops/sops',
  },
  cfssl: { out: 'fresh', origin: 'fresh', source: 'github.com/cloudflare/cfssl: gencert prints a new key' },
  cfssljson: {
    values: 'bare',
    style: 'single',
    effects: [
      { op: 'write', at: '@bare + .pem', content: 'stdin' },
      { op: 'write', at: '@bare + -key.pem', content: 'stdin' },
    ],
    source: 'github.com/cloudflare/cfssl',
  },
  step: {
    flags: 'f=force',
    values: 'ca-url root fingerprint token provisioner',
    sub: {
      'ca root': { effects: [{ op: 'write', at: '0', content: 'network', existing: { f: 'replace', else: 'fail' } }] },
      'ca certificate': {
        effects: [
          { op: 'write', at: '1', content: 'fresh', existing: { f: 'replace', else: 'fail' } },
          { op: 'write', at: '2', content: 'fresh', existing: { f: 'replace', else: 'fail' } },
        ],
      },
      'certificate create': {
        effects: [
          { op: 'write', at: '1', content: 'fresh', existing: { f: 'replace', else: 'fail' } },
          { op: 'write', at: '2', content: 'fresh', existing: { f: 'replace', else: 'fail' } },
        ],
      },
      '*': ask('smallstep.com: step'),
    },
    source: 'smallstep.com: asks before it overwrites, --force does not',
  },
  grpc_health_probe: ask('github.com/grpc-ecosystem/grpc-health-probe'),
  grpcurl: ask('github.com/fullstorydev/grpcurl'),
  'wait-for-it': ask('github.com/vishnubob/wait-for-it'),
  wait4x: ask('github.com/atkrad/wait4x'),
  'wait-for-port': ask('github.com/bitnami/wait-for-port'),
  e2fsck: idle('e2fsck(8): repairs a device'),
  fsck: idle('fsck(8): repairs a device'),
  resize2fs: idle('resize2fs(8): a device'),
  xfs_growfs: idle('xfs_growfs(8): a device'),
  xfs_repair: idle('xfs_repair(8): a device'),
  blkid: { status: 'ask', out: 'stable', source: 'blkid(8)' },
  lsblk: { out: 'stable', source: 'lsblk(8)' },
  ethtool: idle('ethtool(8)'),
  tc: idle('tc(8): the network namespace of the pod'),
  route: idle('route(8): the network namespace of the pod'),
  'locale-gen': idle('locale-gen(8): the layer of the container'),
  c_rehash: { effects: [], source: 'c_rehash(1): makes the same links again' },
  tdnf: idle('github.com/vmware/tdnf: the layer of the container'),
  zypper: idle('zypper(8): the layer of the container'),
  supervisorctl: idle('supervisord.org'),
  service: idle('service(8)'),
  a2enmod: idle('a2enmod(8): an enabled module stays enabled'),
  a2ensite: idle('a2ensite(8): an enabled site stays enabled'),
  lz4: { ...compress, source: 'lz4(1): refuses to overwrite without -f' },
  '7z': {
    flags: 'y aoa aos',
    values: 'o',
    effects: [{ op: 'populate', at: '@o | cwd', from: '1', existing: { 'y|aoa': 'replace', aos: 'keep', else: 'fail' } }],
    source: '7-zip.org: x asks before it overwrites',
  },
  shuf: { out: 'fresh', source: 'shuf(1)' },
  mkpasswd: { out: 'fresh', source: 'mkpasswd(1): salted' },
  fuser: { status: 'ask', out: 'stable', source: 'fuser(1)' },
  lsof: { status: 'ask', out: 'fresh', source: 'lsof(8)' },
  ss: { out: 'fresh', source: 'ss(8)' },
  netstat: { out: 'fresh', source: 'netstat(8)' },
  top: { out: 'fresh', source: 'top(1)' },
  vmstat: { out: 'fresh', source: 'vmstat(8)' },
};
