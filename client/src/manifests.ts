import type { Declared } from './cluster/plan.ts';
import type { ServerFinding } from './cluster/serverFindings.ts';

/** Zero-based, as in the Language Server Protocol. */
export interface Range {
  readonly start: Position;
  readonly end: Position;
}

interface Position {
  readonly line: number;
  readonly character: number;
}

/** One object of an open file, as the language server reads it. */
export interface ManifestObject extends Declared {
  /** Of the YAML document it stands in. */
  readonly line: number;
  readonly range: Range;
  readonly kindRange: Range;
}

export interface Manifest {
  readonly uri: string;
  /** The file's own name. */
  readonly name: string;
  readonly objects: readonly ManifestObject[];
  /** The object in which the cursor stands. */
  readonly current: ManifestObject | undefined;
}

/** As in the Language Server Protocol. */
export interface TextEdit {
  readonly range: Range;
  readonly newText: string;
}

export interface Mark {
  readonly object: ManifestObject;
  readonly findings: readonly ServerFinding[];
}

export interface Wanted {
  readonly kind: string;
  readonly name: string;
  readonly namespace: string;
}

export interface ManifestPlace {
  readonly uri: string;
  /** Its path in the workspace. */
  readonly file: string;
  readonly range: Range;
}

/** What commands need of the manifests that are open in the editor. */
export interface Manifests {
  /** The file in front of the user; undefined when it is no YAML. */
  active(): Promise<Manifest | undefined>;
  /** Where files of the workspace declare an object; one without a namespace is meant for any. */
  find(wanted: Wanted): Promise<readonly ManifestPlace[]>;
  show(place: ManifestPlace): Promise<void>;
  /** One step for Undo; the file is not saved. */
  edit(manifest: Manifest, edits: readonly TextEdit[]): Promise<void>;
  /** Shows what a server said, at the fields it speaks of, until they are edited. Replaces what it said of this file before. */
  mark(manifest: Manifest, source: string, marks: readonly Mark[]): Promise<void>;
}

/** The one object that is meant: the one at the cursor, the only one of the file; else undefined. */
export const currentObject = ({ objects, current }: Manifest): ManifestObject | undefined => current ?? (objects.length === 1 ? objects[0] : undefined);

export const isSet = ({ kind }: Declared): boolean => kind === 'PetSet' || kind === 'StatefulSet';

export const titleOf = ({ kind, name }: Declared): string => `${kind} ${name}`;
