import type { Document } from '../../kube/document.ts';

/** Whether any of the words is there at all: asked first by rules whose words are in few documents. */
export function mentions({ text }: Document, words: readonly string[]): boolean {
  for (const word of words) if (text.includes(word)) return true;
  return false;
}

/** What most objects may be called; how long it may be is said where it is asked. */
export const SUBDOMAIN = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;

const LABEL_VALUE = /^([A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?)?$/;

/** What no label may be is a bad value, and whatever it does not match is the same mistake. */
export function isLabelValue(value: string): boolean {
  return LABEL_VALUE.test(value);
}
