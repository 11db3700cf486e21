import type { CommandSpec } from '../schema.ts';

/** Speaks to a server, and leaves the volumes alone. */
export function ask(source: string): CommandSpec {
  return { status: 'ask', out: 'stable', origin: 'network', source };
}

export function idle(source: string): CommandSpec {
  return { code: 'succeed', source };
}

export const kafkaStorage: CommandSpec = {
  sub: {
    'random-uuid': { out: 'fresh' },
    format: {
      flags: 'ignore-formatted g S',
      values: 't c cluster-id config',
      effects: [{ op: 'create', at: 'claim + /meta.properties', what: 'file', existing: { 'ignore-formatted|g': 'keep', else: 'fail' } }],
      out: 'stable',
    },
    '*': { out: 'stable' },
  },
  source: 'format refuses a formatted directory unless --ignore-formatted',
};

/** Tools of the images that appear in init containers. Each row says where its behaviour is documented or was seen. */
export const vendorCommands: Readonly<Record<string, CommandSpec>> = {
  openssl: {
    style: 'single',
    origin: 'fresh',
    sub: {
      rand: { values: 'out', flags: 'base64 hex', effects: [{ op: 'write', at: '@out', content: 'fresh', when: 'out' }], out: 'fresh' },
      genrsa: { values: 'out', effects: [{ op: 'write', at: '@out', content: 'fresh', when: 'out' }], out: 'fresh' },
      genpkey: { values: 'out algorithm pkeyopt', effects: [{ op: 'write', at: '@out', content: 'fresh', when: 'out' }], out: 'fresh' },
      ecparam: { values: 'out name', flags: 'genkey', effects: [{ op: 'write', at: '@out', content: 'fresh', when: 'out' }], out: 'fresh' },
      dhparam: { values: 'out', effects: [{ op: 'write', at: '@out', content: 'fresh', when: 'out' }], out: 'fresh' },
      req: {
        values: 'out keyout newkey days subj config key addext extensions reqexts set_serial',
        flags: 'x509 new nodes',
        effects: [
          { op: 'write', at: '@keyout', content: 'fresh' },
          { op: 'write', at: '@out', content: 'fresh' },
        ],
        out: 'fresh',
      },
      x509: {
        values: 'in out CA CAkey CAserial days extfile extensions set_serial signkey',
        flags: 'req CAcreateserial noout text',
        effects: [
          { op: 'write', at: '@out', content: 'fresh', when: 'req' },
          { op: 'write', at: '@out', content: 'stable', when: '!req' },
        ],
        out: 'filter',
        reads: '@in',
        origin: 'computed',
      },
      pkcs12: {
        values: 'in out inkey name passout passin CAfile password certfile',
        flags: 'export nodes',
        effects: [
          { op: 'need', at: '@in' },
          { op: 'write', at: '@out', content: 'stable' },
        ],
        out: 'filter',
        origin: 'computed',
      },
      passwd: { out: 'fresh' },
      '*': { values: 'in out', effects: [{ op: 'write', at: '@out', content: 'stable' }], out: 'filter', origin: 'computed' },
    },
    source: 'openssl manual pages; genrsa -out executed',
  },
  'ssh-keygen': {
    values: 't f N C b m e',
    flags: 'q A y l',
    effects: [
      { op: 'write', at: '@f', content: 'fresh', existing: 'fail', when: '!y&!l' },
      { op: 'write', at: '@f + .pub', content: 'fresh', existing: 'replace', when: '!y&!l' },
      { op: 'populate', at: '=/etc/ssh', origin: 'fresh', existing: 'keep', when: 'A' },
    ],
    out: 'stable',
    source: 'asks before it overwrites; without a terminal it fails',
  },
  'ssh-keyscan': { out: 'stable', origin: 'network', source: 'ssh-keyscan(1)' },
  keytool: {
    style: 'single',
    flags: 'import importcert genkey genkeypair delete list noprompt trustcacerts importkeystore exportcert importpass genseckey v rfc',
    values:
      'keystore alias storepass keypass file destkeystore srckeystore deststorepass srcstorepass deststoretype srcstoretype destalias srcalias dname keyalg keysize validity storetype ext',
    effects: [
      { op: 'entry', at: '@keystore', name: '@alias | =mykey', existing: 'fail', when: 'import|importcert|genkey|genkeypair|importpass|genseckey' },
      { op: 'entry', at: '@destkeystore', name: '@destalias | @srcalias | =all', existing: { noprompt: 'replace', else: 'fail' }, when: 'importkeystore' },
      { op: 'drop', at: '@keystore', name: '@alias', when: 'delete' },
      { op: 'write', at: '@file', content: 'stable', when: 'exportcert' },
    ],
    out: 'stable',
    source: 'importing under an alias that exists is an error of keytool',
  },
  htpasswd: {
    flags: 'b B c n i',
    effects: [
      { op: 'write', at: '0', content: 'fresh', when: 'c' },
      { op: 'entry', at: '0', name: '1', existing: 'replace', when: '!c&!n' },
    ],
    out: 'fresh',
    source: 'htpasswd(1): -c rewrites the file',
  },
  consul: {
    style: 'single',
    sub: {
      keygen: { out: 'fresh' },
      'tls ca create': {
        values: 'd',
        effects: [
          { op: 'write', at: '=consul-agent-ca.pem', content: 'fresh', existing: 'fail' },
          { op: 'write', at: '=consul-agent-ca-key.pem', content: 'fresh', existing: 'fail' },
        ],
      },
      'tls cert create': {
        effects: [
          { op: 'need', at: '=consul-agent-ca.pem' },
          { op: 'write', at: '=dc1-server-consul-0.pem', content: 'fresh', existing: 'rename' },
        ],
      },
      '*': ask('developer.hashicorp.com: consul'),
    },
    source: 'tls ca create refuses to replace a CA',
  },
  nomad: { sub: { 'operator keygen': { out: 'fresh' }, '*': ask('developer.hashicorp.com: nomad') }, source: 'developer.hashicorp.com: nomad' },
  'elasticsearch-keystore': {
    flags: 'f=force x=stdin s=silent',
    sub: {
      create: {
        effects: [
          { op: 'write', at: 'env:ES_PATH_CONF + /elasticsearch.keystore', content: 'stable', existing: 'fail' },
          { op: 'write', at: '=/usr/share/elasticsearch/config/elasticsearch.keystore', content: 'stable', existing: 'fail' },
        ],
      },
      add: { effects: [{ op: 'entry', at: 'env:ES_PATH_CONF + /elasticsearch.keystore', name: '0', existing: { f: 'replace', else: 'fail' } }] },
      'add-file': { effects: [{ op: 'entry', at: 'env:ES_PATH_CONF + /elasticsearch.keystore', name: '0', existing: { f: 'replace', else: 'fail' } }] },
      list: { out: 'stable' },
      '*': { out: 'stable' },
    },
    source: 'create asks when the keystore exists and gets no answer',
  },
  'elasticsearch-plugin': plugin('env:ES_PLUGINS | =/usr/share/elasticsearch/plugins'),
  'opensearch-plugin': plugin('=/usr/share/opensearch/plugins'),
  'logstash-plugin': plugin('=/usr/share/logstash/plugins'),
  'rabbitmq-plugins': { out: 'stable', source: 'rabbitmq-plugins(8)' },
  rabbitmqctl: ask('rabbitmqctl(8)'),
  'grafana-cli': idle('grafana.com: plugins of the image'),
  'jenkins-plugin-cli': {
    values: 'f=plugin-file d=plugin-download-directory p=plugins w',
    effects: [{ op: 'populate', at: '@d | =/usr/share/jenkins/ref/plugins', from: '@f', origin: 'network', existing: 'replace', nonEmpty: 'replace' }],
    source: 'github.com/jenkinsci/plugin-installation-manager-tool',
  },
  'kafka-storage.sh': kafkaStorage,
  'kafka-topics.sh': ask('kafka.apache.org: tools'),
  'kafka-configs.sh': ask('kafka.apache.org: tools'),
  'zkServer-initialize.sh': {
    flags: 'force',
    values: 'myid configfile',
    effects: [{ op: 'create', at: 'env:ZOO_DATA_DIR + /version-2', what: 'dir', existing: { force: 'keep', else: 'fail' }, parents: 'always' }],
    source: 'refuses an existing version-2 without --force',
  },
  'zkCli.sh': ask('zookeeper.apache.org: zkCli'),
  'zkServer.sh': ask('zookeeper.apache.org: zkServer'),
  influx: ask('docs.influxdata.com: influx'),
  wp: {
    values: 'path',
    sub: {
      'core download': {
        flags: 'force',
        values: 'path version locale',
        effects: [{ op: 'populate', at: '@path | cwd', origin: 'network', existing: { force: 'replace', else: 'fail' } }],
      },
      '*': ask('developer.wordpress.org: wp-cli'),
    },
    source: 'developer.wordpress.org: core download refuses an existing installation without --force',
  },
  certutil: { source: 'certutil(1)', values: 'd n i t', out: 'stable' },
  'update-ca-certificates': idle('update-ca-certificates(8)'),
  'update-ca-trust': idle('update-ca-trust(8)'),
  'update-alternatives': idle('update-alternatives(1)'),
  gpg: {
    values: 'o=output d recipient homedir',
    flags: 'batch yes',
    effects: [{ op: 'write', at: '@o', content: 'stable', existing: { yes: 'replace', else: 'fail' } }],
    out: 'filter',
    source: 'gpg(1): --batch refuses to overwrite without --yes',
  },
  'apt-key': idle('apt-key(8)'),
  crontab: idle('crontab(1): the layer of the container'),
  javac: ask('javac(1)'),
  systemctl: idle('systemctl(1)'),
  iptables: idle('iptables(8): the network namespace of the pod'),
  ip6tables: idle('ip6tables(8)'),
  setcap: { effects: [{ op: 'need', at: '1..' }], source: 'setcap(8)' },
  nginx: { out: 'stable', source: 'nginx.org: -t checks the configuration' },
  htop: idle('htop(1)'),
  prlimit: idle('prlimit(1)'),
};

export function plugin(at: string): CommandSpec {
  return {
    flags: 'b=batch s v',
    sub: {
      install: { effects: [{ op: 'record', at, name: '0', existing: 'fail' }] },
      list: { effects: [{ op: 'names', at }] },
      remove: { effects: [{ op: 'remove', at: `${at} + /`, recursive: 'always' }] },
      '*': { out: 'stable' },
    },
    source: 'installing a plugin twice is an error',
  };
}
