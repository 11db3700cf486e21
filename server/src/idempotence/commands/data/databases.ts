import type { CommandSpec } from '../schema.ts';

/** Speaks to a server, and leaves the volumes alone. */
function ask(source: string): CommandSpec {
  return { status: 'ask', out: 'stable', origin: 'network', source };
}

function sql(source: string): CommandSpec {
  return { ...ask(source), values: 'h=host P=port u=user p D e=execute U d c' };
}

const innobackup: CommandSpec = {
  flags: 'backup prepare copy-back move-back apply-log-only',
  values: 'target-dir datadir user password host stream slave-info compress parallel',
  effects: [
    { op: 'populate', at: '@datadir | =/var/lib/mysql', from: '@target-dir', origin: 'image', existing: 'fail', nonEmpty: 'fail', when: 'copy-back|move-back' },
    { op: 'populate', at: '@target-dir', origin: 'network', existing: 'fail', nonEmpty: 'fail', when: 'backup' },
  ],
  out: 'stable',
  source: 'percona.com: --copy-back and --backup refuse a directory that is not empty',
};

/** Databases and stores: what prepares, restores or asks them. */
export const databaseCommands: Readonly<Record<string, CommandSpec>> = {
  initdb: {
    values: 'D=pgdata U=username E=encoding locale auth A pwfile',
    effects: [
      {
        op: 'populate',
        at: '@D | env:PGDATA | =/var/lib/postgresql/data',
        origin: 'image',
        existing: 'fail',
        nonEmpty: 'fail',
        creates: ['PG_VERSION', 'postgresql.conf'],
      },
    ],
    source: 'initdb refuses a directory that is not empty',
  },
  pg_basebackup: {
    values: 'h=host U=username D=pgdata p=port X=wal-method S=slot F d c',
    flags: 'R P v w W C',
    effects: [{ op: 'populate', at: '@D', origin: 'network', existing: 'fail', nonEmpty: 'fail', creates: ['PG_VERSION'], from: '@h' }],
    source: 'pg_basebackup refuses a directory that is not empty',
  },
  pg_ctl: { code: 'succeed', source: 'pg_ctl(1): starts and stops a server' },
  pg_isready: ask('pg_isready(1)'),
  psql: sql('psql(1)'),
  createdb: sql('createdb(1)'),
  createuser: sql('createuser(1)'),
  pg_restore: sql('pg_restore(1)'),
  pg_dump: { ...sql('pg_dump(1)'), values: 'f=file h U d p F', effects: [{ op: 'write', at: '@f', content: 'network' }] },
  mysql: sql('mysql(1)'),
  mariadb: sql('mariadb(1)'),
  mysqladmin: sql('mysqladmin(1)'),
  mysqldump: { ...sql('mysqldump(1)'), values: 'r=result-file h u p', effects: [{ op: 'write', at: '@r', content: 'network' }] },
  mysql_upgrade: ask('mysql_upgrade(1)'),
  mysqld: {
    flags: 'initialize initialize-insecure',
    values: 'datadir user defaults-file basedir',
    effects: [
      {
        op: 'populate',
        at: '@datadir | =/var/lib/mysql',
        origin: 'image',
        existing: 'fail',
        nonEmpty: 'fail',
        creates: ['mysql/', 'ibdata1'],
        when: 'initialize|initialize-insecure',
      },
    ],
    source: 'the server aborts when the data directory has files in it',
  },
  mariadbd: { code: 'succeed', source: 'mariadbd(8): a server, started for a check' },
  mysql_install_db: {
    values: 'datadir user basedir',
    effects: [{ op: 'populate', at: '@datadir | =/var/lib/mysql', origin: 'image', existing: 'keep', creates: ['mysql/'] }],
    source: 'mysql_install_db(1)',
  },
  'mariadb-install-db': {
    values: 'datadir user basedir',
    effects: [{ op: 'populate', at: '@datadir | =/var/lib/mysql', origin: 'image', existing: 'keep', creates: ['mysql/'] }],
    source: 'mariadb-install-db(1): an existing mysql directory is left as it is',
  },
  xtrabackup: innobackup,
  mariabackup: innobackup,
  'mariadb-backup': innobackup,
  xbstream: {
    flags: 'x c v',
    values: 'C p',
    effects: [{ op: 'populate', at: '@C | cwd', from: 'stdin', origin: 'network', existing: 'fail', when: 'x' }],
    out: 'stable',
    source: 'percona.com: xbstream does not overwrite existing files',
  },
  mbstream: {
    flags: 'x c v',
    values: 'C p',
    effects: [{ op: 'populate', at: '@C | cwd', from: 'stdin', origin: 'network', existing: 'fail', when: 'x' }],
    out: 'stable',
    source: 'percona.com: xbstream does not overwrite existing files',
  },
  'redis-cli': ask('redis.io: redis-cli'),
  'redis-server': ask('redis.io: a server, started for a check'),
  mongo: ask('mongo(1)'),
  mongosh: ask('mongodb.com: mongosh'),
  mongod: ask('mongod(1): a server, started for a check'),
  mongodump: { values: 'out o host', out: 'stable', effects: [{ op: 'populate', at: '@out', origin: 'network', existing: 'replace' }], source: 'mongodump(1)' },
  mongorestore: ask('mongorestore(1)'),
  cqlsh: ask('cassandra.apache.org: cqlsh'),
  nodetool: ask('cassandra.apache.org: nodetool'),
  etcdctl: etcd(),
  etcdutl: etcd(),
};

function etcd(): CommandSpec {
  return {
    values: 'endpoints cacert cert key data-dir name initial-cluster initial-advertise-peer-urls initial-cluster-token',
    sub: {
      'snapshot restore': {
        effects: [
          { op: 'need', at: '0' },
          { op: 'populate', at: '@data-dir | =default.etcd', from: '0', origin: 'image', existing: 'fail', nonEmpty: 'fail' },
        ],
      },
      'snapshot save': { effects: [{ op: 'write', at: '0', content: 'network' }] },
      '*': ask('etcd.io: etcdctl'),
    },
    source: 'restore into a data directory that exists is an error',
  };
}
