import type { Schema } from '../jsonSchema.ts';

const LABEL_NAME = '[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?';
const DNS_LABEL = '[a-z0-9]([-a-z0-9]*[a-z0-9])?';
const PORT_NAME = '^(?=.{1,15}$)(?=.*[a-z])[a-z0-9]+(-[a-z0-9]+)*$';
const SEARCH_LABEL = '[a-z0-9_]([-a-z0-9_]*[a-z0-9_])?';
const SUBSCRIPT = `([A-Za-z0-9][-A-Za-z0-9.]*/)?${LABEL_NAME}`;
const V4 = '((25[0-5]|2[0-4]\\d|1?\\d?\\d)(\\.(?!$)|$)){4}';
/** Eight groups, or fewer around one `::`; the last two may be written as IPv4. */
const V6 =
  '(([0-9a-fA-F]{1,4}:){7}[0-9a-fA-F]{1,4}|(?!(.*[0-9a-fA-F](:|$)){8})([0-9a-fA-F]{1,4}(:[0-9a-fA-F]{1,4})*)?::([0-9a-fA-F]{1,4}(:[0-9a-fA-F]{1,4})*)?|[0-9a-fA-F:]*:(\\d{1,3}\\.){3}\\d{1,3})';
const INT32 = 2_147_483_647;

/** `title` is what a message calls the type. Types are shared by all schemas and are the only place with patterns and ranges. */
export const TYPES: Readonly<Record<string, Schema>> = {
  string: { type: 'string', title: 'a string' },
  boolean: { type: 'boolean', title: 'true or false' },
  int32: { type: 'integer', minimum: -INT32 - 1, maximum: INT32, title: 'an integer' },
  int64: { type: 'integer', title: 'an integer' },
  number: { type: 'number', title: 'a number' },
  Count: { type: 'integer', minimum: 0, maximum: INT32, title: 'an integer of at least 0' },
  Positive: { type: 'integer', minimum: 1, maximum: INT32, title: 'an integer of at least 1' },
  PositiveLong: { type: 'integer', minimum: 1, title: 'an integer of at least 1' },
  Id: { type: 'integer', minimum: 0, maximum: INT32, title: 'an id from 0 to 2147483647' },
  Port: { type: 'integer', minimum: 1, maximum: 65535, title: 'a port from 1 to 65535' },
  HostPort: { type: 'integer', minimum: 0, maximum: 65535, title: 'a port from 1 to 65535' },
  Mode: { type: 'integer', minimum: 0, maximum: 511, title: 'a file mode from 0 to 0777' },
  Lun: { type: 'integer', minimum: 0, maximum: 255, title: 'a number from 0 to 255' },
  Weight: { type: 'integer', minimum: 1, maximum: 100, title: 'a weight from 1 to 100' },
  Time: {
    type: 'string',
    pattern: '^\\d{4}-\\d\\d-\\d\\d[Tt]\\d\\d:\\d\\d:\\d\\d(\\.\\d+)?([Zz]|[+-]\\d\\d:\\d\\d)$',
    title: 'a time such as 2016-09-26T18:00:00Z',
  },
  IntOrString: { type: ['integer', 'string'], minimum: -INT32 - 1, maximum: INT32, title: 'an integer or a string' },
  PortOrName: {
    type: ['integer', 'string'],
    minimum: 1,
    maximum: 65535,
    pattern: PORT_NAME,
    title: 'a port from 1 to 65535 (without quotes) or the name of a port (at most 15 lower-case letters, digits and dashes, at least one letter)',
  },
  TargetPort: {
    type: ['integer', 'string'],
    minimum: 0,
    maximum: 65535,
    pattern: PORT_NAME,
    title: 'a port from 1 to 65535 (without quotes) or the name of a port (at most 15 lower-case letters, digits and dashes, at least one letter)',
  },
  // The pattern is the server's own; which suffixes it then knows is the second half.
  Quantity: {
    type: ['string', 'number'],
    pattern: '^([+-]?([0-9]+(\\.[0-9]*)?|\\.[0-9]+))([KMGTPE]i|[numkMGTPE]|[eE][+-]?[0-9]+)?$',
    title: 'a quantity such as 500m, 1.5, 128Mi or 10Gi',
  },
  Amount: {
    type: ['string', 'number'],
    pattern: '^(\\+?([0-9]+(\\.[0-9]*)?|\\.[0-9]+)|-0)([KMGTPE]i|[numkMGTPE]|[eE][+-]?[0-9]+)?$',
    minimum: 0,
    title: 'a quantity of at least 0, such as 500m, 1.5, 128Mi or 10Gi',
  },
  Text: { type: 'string', minLength: 1, title: 'a string that is not empty' },
  DnsLabel: { type: 'string', pattern: `^${DNS_LABEL}$`, maxLength: 63, title: 'a DNS label: lower-case letters, digits and dashes, at most 63' },
  ServiceLabel: {
    type: 'string',
    pattern: '^[a-z]([-a-z0-9]*[a-z0-9])?$',
    maxLength: 63,
    title: 'a DNS label that starts with a letter: lower-case letters, digits and dashes, at most 63',
  },
  OldServiceLabel: {
    type: 'string',
    pattern: '^[a-z]([-a-z0-9]*[a-z0-9])?$',
    maxLength: 24,
    title: 'a DNS label that starts with a letter: lower-case letters, digits and dashes, at most 24',
  },
  DnsName: {
    type: 'string',
    pattern: `^${DNS_LABEL}(\\.${DNS_LABEL})*$`,
    maxLength: 253,
    title: 'a DNS name: lower-case letters, digits, dashes and dots, at most 253',
  },
  DnsNameOrEmpty: {
    type: 'string',
    pattern: `^(${DNS_LABEL}(\\.${DNS_LABEL})*)?$`,
    maxLength: 253,
    title: 'a DNS name: lower-case letters, digits, dashes and dots, at most 253',
  },
  Host: { type: 'string', pattern: `^${DNS_LABEL}(\\.${DNS_LABEL})*\\.?$`, maxLength: 254, title: 'a DNS name: lower-case letters, digits, dashes and dots' },
  Identifier: { type: 'string', pattern: '^[A-Za-z_][A-Za-z0-9_]*$', title: 'a name of letters, digits and underscores that does not start with a digit' },
  EnvName: { type: 'string', pattern: '^[ -<>-~]+$', title: 'a name of printable characters without =' },
  PortName: {
    type: 'string',
    pattern: '^(?=.*[a-z])[a-z0-9]+(-[a-z0-9]+)*$',
    maxLength: 15,
    title: 'a port name: at most 15 lower-case letters, digits and single dashes, at least one letter',
  },
  DataKey: { type: 'string', pattern: '^[-._a-zA-Z0-9]+$', maxLength: 253, title: 'a key of letters, digits, dashes, dots and underscores' },
  LabelKey: {
    type: 'string',
    pattern: `^(${DNS_LABEL}(\\.${DNS_LABEL})*/)?${LABEL_NAME}$`,
    title: 'a label key: at most 63 letters, digits, dashes, dots and underscores, perhaps with a DNS name and / in front',
  },
  QualifiedName: {
    type: 'string',
    pattern: `^(${DNS_LABEL}(\\.${DNS_LABEL})*/)?${LABEL_NAME}$`,
    title: 'a name such as http or example.com/mine',
  },
  Iqn: {
    type: 'string',
    pattern: '^(iqn\\.\\d{4}-\\d{2}\\.([A-Za-z0-9.-]+)(:[^,;*&$|\\s]+)$|eui\\.[A-Za-z0-9]{16}$|naa\\.[A-Za-z0-9]{32}$)',
    title: 'a name that starts with iqn., eui. or naa., such as iqn.2001-04.com.example:storage',
  },
  HostPorts: { type: 'string', pattern: '^[^,:]*:[^,:]*(,[^,:]*:[^,:]*)*$', title: 'one or more host:port, with commas between them' },
  Tenant: { type: 'string', maxLength: 64, title: 'a UUID of at most 64 characters' },
  NoSlash: { type: 'string', pattern: '^[^/]*$', title: 'a name without /' },
  CsiDriver: {
    type: 'string',
    pattern: '^[A-Za-z0-9]([-A-Za-z0-9]*[A-Za-z0-9])?(\\.[A-Za-z0-9]([-A-Za-z0-9]*[A-Za-z0-9])?)*$',
    maxLength: 63,
    title: 'the name of a driver such as csi.example.com, at most 63 characters',
  },
  AnnotationKey: {
    type: 'string',
    pattern: `^([A-Za-z0-9]([-A-Za-z0-9]*[A-Za-z0-9])?(\\.[A-Za-z0-9]([-A-Za-z0-9]*[A-Za-z0-9])?)*/)?${LABEL_NAME}$`,
    title: 'an annotation key: at most 63 letters, digits, dashes, dots and underscores, perhaps with a DNS name and / in front',
  },
  LabelValue: { type: 'string', pattern: `^(${LABEL_NAME})?$`, title: 'a label value: at most 63 letters, digits, dashes, dots and underscores' },
  ItemPath: { type: 'string', minLength: 1, pattern: '^(?!/)(?!\\.\\.)(?!.*/\\.\\.(/|$))', title: 'a relative path without ..' },
  NoParent: { type: 'string', pattern: '^(?!/)(?!(.*/)?\\.\\.(/|$))', title: 'a relative path without ..' },
  AbsolutePath: { type: 'string', pattern: '^/', title: 'an absolute path' },
  FieldPath: {
    type: 'string',
    pattern: `^(metadata\\.(name|namespace|uid|(labels|annotations)\\['${SUBSCRIPT}'\\])|spec\\.(nodeName|serviceAccountName)|status\\.(hostIPs?|podIPs?))$`,
    title: "a field of the pod such as metadata.name, metadata.labels['app'], spec.nodeName or status.podIP",
  },
  VolumeFieldPath: {
    type: 'string',
    pattern: `^metadata\\.(name|namespace|uid|labels|annotations|(labels|annotations)\\['${SUBSCRIPT}'\\])$`,
    title: "metadata.name, metadata.namespace, metadata.uid, metadata.labels, metadata.annotations, or one of these such as metadata.labels['app']",
  },
  One: { type: 'integer', minimum: 0, maximum: 1, title: '1' },
  Image: { type: 'string', pattern: '^\\S([\\s\\S]*\\S)?$', title: 'an image, without blanks around it' },
  ApiVersion: { type: 'string', pattern: '^[^/]*(/[^/]*)?$', minLength: 1, title: 'an apiVersion such as v1 or apps/v1' },
  ServicePrefix: { type: 'string', pattern: '^[a-z][-a-z0-9]*$', maxLength: 63, title: 'the start of a DNS label: lower-case letters, digits and dashes' },
  SetPrefix: {
    type: 'string',
    pattern: '^[a-z0-9][-a-z0-9]*$',
    maxLength: 63,
    title: 'the start of a name without dots: lower-case letters, digits and dashes',
  },
  SearchName: {
    type: 'string',
    pattern: `^(\\.|${SEARCH_LABEL}(\\.${SEARCH_LABEL})*\\.?)$`,
    maxLength: 253,
    title: 'a DNS name: lower-case letters, digits, dashes, underscores and dots',
  },
  WindowsUser: {
    type: 'string',
    pattern: '^([A-Za-z0-9][A-Za-z0-9.-]{0,254}\\\\)?(?!\\.+$)[^"/\\\\:;|=,+*?<>@[\\]]{1,104}$',
    title: 'a user of Windows, perhaps with DOMAIN\\\\ in front',
  },
  GenerateName: {
    type: 'string',
    pattern: '^[a-z0-9][-a-z0-9.]*$',
    maxLength: 253,
    title: 'the start of a DNS name: lower-case letters, digits, dashes and dots',
  },
  Finalizer: {
    type: 'string',
    pattern: `^(orphan|foregroundDeletion|kubernetes|${DNS_LABEL}(\\.${DNS_LABEL})*/${LABEL_NAME})$`,
    title: 'a finalizer such as example.com/name',
  },
  ResourceField: {
    type: 'string',
    pattern: '^(limits|requests)\\.(cpu|memory|ephemeral-storage|hugepages-.+)$',
    title: 'limits or requests, a dot, and cpu, memory or ephemeral-storage',
  },
  Divisor: {
    type: ['string', 'number'],
    pattern: '^(0|1m?|1[kMGTPE]|1[KMGTPE]i)$',
    minimum: 0,
    maximum: 1,
    title: '1m or 1 for cpu; 1, 1k, 1M, 1G, 1Ki, 1Mi, 1Gi, ... for memory',
  },
  Network: { type: 'string', pattern: '^\\s*[0-9a-fA-F.:]+/\\d{1,3}\\s*$', title: 'a network such as 10.0.0.0/8' },
  UpwardFree: { type: 'string', minLength: 1, pattern: '^(?!(.*/)?\\.\\.(/|$))', title: 'a path without ..' },
  SysctlName: {
    type: 'string',
    pattern: '^[a-z0-9]([-_a-z0-9]*[a-z0-9])?([./][a-z0-9]([-_a-z0-9]*[a-z0-9])?)*$',
    maxLength: 253,
    title: 'a kernel parameter such as net.core.somaxconn',
  },
  TokenSeconds: { type: 'integer', minimum: 600, title: 'at least 600 seconds' },
  HeaderName: { type: 'string', pattern: '^[-A-Za-z0-9]+$', title: 'a header name: letters, digits and dashes' },
  ClusterIP: {
    type: 'string',
    pattern: `^(None|${V6}|${V4})?$`,
    title: 'None, or an IP address',
  },
  IP: {
    type: 'string',
    pattern: `^(${V6}|${V4})$`,
    title: 'an IP address',
  },
  PathSegment: { type: 'string', pattern: '^(?!\\.\\.?$)[^/%]+$', title: 'a name without / and %' },
  AmountOrShare: {
    type: ['integer', 'string'],
    minimum: 0,
    maximum: INT32,
    pattern: '^(100|[0-9]?[0-9])%$',
    title: 'a number of pods (without quotes), or a share such as 50%',
  },
  FileKey: {
    type: 'string',
    pattern: '^(?!\\.$)(?!\\.\\.)[-._a-zA-Z0-9]+$',
    maxLength: 253,
    title: 'a key of letters, digits, dashes, dots and underscores',
  },
  DataMap: { type: 'object', propertyNames: ref('FileKey'), additionalProperties: ref('string'), title: 'a map of strings' },
  StringMap: { type: 'object', additionalProperties: ref('string'), title: 'a map of strings' },
  Labels: { type: 'object', propertyNames: ref('LabelKey'), additionalProperties: ref('LabelValue'), title: 'a map of labels' },
  Annotations: { type: 'object', propertyNames: ref('AnnotationKey'), additionalProperties: ref('string'), title: 'a map of strings' },
  Quantities: { type: 'object', additionalProperties: ref('Quantity'), title: 'a map of quantities' },
  Amounts: { type: 'object', additionalProperties: ref('Amount'), title: 'a map of quantities' },
  OldContainerAmounts: { type: 'object', propertyNames: ref('OldContainerResource'), additionalProperties: ref('Amount'), title: 'a map of quantities' },
  OldContainerResource: { type: 'string', pattern: '^(cpu|memory|.[^/\\n]*/.+)$', title: 'cpu, memory, or a name with a domain in front' },
  ContainerAmounts: { type: 'object', propertyNames: ref('ContainerResource'), additionalProperties: ref('Amount'), title: 'a map of quantities' },
  ContainerResource: {
    type: 'string',
    pattern: `^(cpu|memory|ephemeral-storage|hugepages-.+|${DNS_LABEL}(\\.${DNS_LABEL})*/${LABEL_NAME})$`,
    title: 'cpu, memory, ephemeral-storage, hugepages-2Mi, or a name with a domain in front',
  },
  strings: { type: 'array', items: ref('string'), title: 'a list of strings' },
  words: { type: 'array', items: ref('string'), minItems: 1, title: 'a list of strings, at least one' },
  texts: { type: 'array', items: ref('Text'), minItems: 1, title: 'a list of strings, at least one' },
  Any: { title: 'anything' },
};

function ref(name: string): Schema {
  return { $ref: `#/definitions/${name}` };
}
