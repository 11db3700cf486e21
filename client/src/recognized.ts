/** What the language server took a document for. */
export interface Recognized {
  readonly line: number;
  readonly lineCount: number;
  readonly form: 'manifest' | 'template' | 'patch';
  readonly version: number;
  /** The cluster whose own API judges it; empty where what comes with the extension does. */
  readonly api: string;
  readonly apiVersion: string;
  readonly kind: string;
  readonly objects: number;
  readonly template: boolean;
  readonly placeholders: boolean;
}

const override = 'A comment `# petset: form=manifest` (or patch, or template) in the document says otherwise.';

/** In the words of the user: what it is, and what follows from it. */
export function describe(here: Recognized | undefined): { readonly text: string; readonly detail: string } {
  if (here === undefined || here.kind === '') return { text: '$(file) no Kubernetes object', detail: 'Pets: nothing to judge here.' };
  const version = here.api === '' ? `Kubernetes 1.${here.version}` : `Kubernetes 1.${here.version}, by the API of ${here.api}`;
  if (here.form === 'template') return { text: '$(file-code) template', detail: `Left to Helm, or whoever fills it in. ${override}` };
  if (here.form === 'patch') return { text: `$(diff) patch of a ${here.kind}`, detail: `What is missing is not judged. ${override}` };
  if (here.template) return { text: '$(file-code) OpenShift Template', detail: `Its ${here.objects} objects are judged for ${version}.` };
  const filled = here.placeholders ? ' Placeholders are not judged as values.' : '';
  return { text: `$(symbol-class) ${here.kind} ${here.apiVersion}`, detail: `Judged for ${version}.${filled}` };
}
