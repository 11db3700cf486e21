import type { CommandSpec } from '../schema.ts';

const ask: CommandSpec = { status: 'ask', out: 'stable', origin: 'network' };
const sql: CommandSpec = { status: 'ask', out: 'stable', origin: 'network', values: 'h=host P=port u=user p D e=execute U d c' };
const innobackup: CommandSpec = {
  flags: 'backup prepare copy-back move-back apply-log-only',
  values: 'target-dir datadir user password host stream slave-info compress parallel',
  effects: [
    { op: 'populate', at: '@datadir | =/var/lib/mysql', from: '@target-dir', origin: 'image', existing: 'fail', nonEmpty: 'fail', when: 'copy-back|move-back' },
    { op: 'populate', at: '@target-dir', origin: 'network', existing: 'fail', nonEmpty: 'fail', when: 'backup' },
  ],
  out: 'stable',
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
  pg_ctl: { code: 'succeed' },
  pg_isready: ask,
  psql: sql,
  createdb: sql,
  createuser: sql,
  pg_restore: sql,
  pg_dump: { ...sql, values: 'f=file h U d p F', effects: [{ op: 'write', at: '@f', content: 'network' }] },
  mysql: sql,
  mariadb: sql,
  mysqladmin: sql,
  mysqldump: { ...sql, out: 'stable' },
  mysql_upgrade: ask,
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
  mariadbd: { code: 'succeed' },
  mysql_install_db: {
    values: 'datadir user basedir',
    effects: [{ op: 'populate', at: '@datadir | =/var/lib/mysql', origin: 'image', existing: 'keep', creates: ['mysql/'] }],
  },
  'mariadb-install-db': {
    values: 'datadir user basedir',
    effects: [{ op: 'populate', at: '@datadir | =/var/lib/mysql', origin: 'image', existing: 'keep', creates: ['mysql/'] }],
  },
  xtrabackup: innobackup,
  mariabackup: innobackup,
  'mariadb-backup': innobackup,
  xbstream: {
    flags: 'x c v',
    values: 'C p',
    effects: [{ op: 'populate', at: '@C | cwd', from: 'stdin', origin: 'network', existing: 'fail', when: 'x' }],
    out: 'stable',
  },
  mbstream: {
    flags: 'x c v',
    values: 'C p',
    effects: [{ op: 'populate', at: '@C | cwd', from: 'stdin', origin: 'network', existing: 'fail', when: 'x' }],
    out: 'stable',
  },
  'redis-cli': ask,
  'redis-server': ask,
  mongo: ask,
  mongosh: ask,
  mongod: ask,
  mongodump: { values: 'out o host', out: 'stable', effects: [{ op: 'populate', at: '@out', origin: 'network', existing: 'replace' }] },
  mongorestore: ask,
  cqlsh: ask,
  nodetool: ask,
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
      '*': ask,
    },
    source: 'restore into a data directory that exists is an error',
  };
}
