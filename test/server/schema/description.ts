/** A small API as a server describes it: a set with one field more than ours, a Deployment, a custom resource. */
export interface DescriptionOptions {
  /** 3: defaults and nullable are said; 2: they are not, as Kubernetes leaves them out there. */
  readonly openapi: 2 | 3;
  readonly title?: string;
  readonly version?: string;
}

export function description({ openapi, title = 'Kubernetes', version = 'v1.34.4' }: DescriptionOptions): string {
  const prefix = openapi === 3 ? '#/components/schemas/' : '#/definitions/';
  const ref = (name: string) => (openapi === 3 ? { allOf: [{ $ref: `${prefix}${name}` }], default: {} } : { $ref: `${prefix}${name}` });
  const only3 = (more: object): object => (openapi === 3 ? more : {});
  const gvk = (group: string, v: string, kind: string) => ({ 'x-kubernetes-group-version-kind': [{ group, version: v, kind }] });
  const top = { apiVersion: { type: 'string' }, kind: { type: 'string' } };
  const meta = 'io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta';
  const schemas = {
    [meta]: { type: 'object', properties: { name: { type: 'string' }, labels: { type: 'object', additionalProperties: { type: 'string' } } } },
    'io.k8s.api.apps.v1.StatefulSet': {
      type: 'object',
      properties: { ...top, metadata: ref(meta), spec: ref('io.k8s.api.apps.v1.StatefulSetSpec') },
      ...gvk('apps', 'v1', 'StatefulSet'),
    },
    'io.k8s.api.apps.v1.StatefulSetSpec': {
      type: 'object',
      required: ['selector', 'template'],
      properties: {
        replicas: { type: 'integer', format: 'int32' },
        selector: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true },
        template: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true },
        ofTomorrow: { type: 'string', description: 'What only this cluster has.' },
      },
    },
    'io.k8s.api.apps.v1.Deployment': {
      type: 'object',
      properties: {
        ...top,
        metadata: ref(meta),
        spec: { type: 'object', required: ['selector'], properties: { selector: { type: 'object' }, paused: { type: 'boolean' } } },
      },
      ...gvk('apps', 'v1', 'Deployment'),
    },
    'io.k8s.api.authorization.v1.SubjectAccessReview': {
      type: 'object',
      properties: { ...top, metadata: ref(meta) },
      ...gvk('authorization.k8s.io', 'v1', 'SubjectAccessReview'),
    },
    'com.example.pets.v1.Backup': {
      type: 'object',
      description: 'A copy of the claims of a set.',
      required: ['spec'],
      properties: {
        ...top,
        metadata: ref(meta),
        spec: {
          type: 'object',
          required: ['set', 'mode', 'note'],
          properties: {
            set: { type: 'string', minLength: 1, description: 'Whose claims.' },
            mode: { type: 'string', enum: ['Full', 'Incremental'], ...only3({ default: 'Full' }) },
            note: openapi === 3 ? { type: 'string', nullable: true } : {},
            keep: { type: 'integer', minimum: 1, maximum: 30 },
            port: { 'x-kubernetes-int-or-string': true },
            at: { type: 'string', format: 'date-time' },
            name: { type: 'string', pattern: '^(a+)+$' },
            options: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true },
            hooks: { type: 'array', items: { type: 'object', required: ['run'], properties: { run: { type: 'string' } } } },
          },
        },
      },
      ...gvk('pets.example.com', 'v1', 'Backup'),
    },
  };
  return JSON.stringify({ info: { title, version }, ...(openapi === 3 ? { components: { schemas } } : { definitions: schemas }) });
}
