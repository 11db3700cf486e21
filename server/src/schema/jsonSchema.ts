/** The part of JSON Schema (draft 7) that schemas/ and the schemas made of a cluster's API use. */
export interface Schema {
  readonly $ref?: string;
  readonly title?: string;
  readonly description?: string;
  readonly type?: string | readonly string[];
  readonly enum?: readonly string[];
  readonly default?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minItems?: number;
  readonly pattern?: string;
  readonly items?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean | Schema;
  readonly propertyNames?: Schema;
  /** First Kubernetes version that has the field. */
  readonly 'x-since'?: string;
  /** The model that messages name instead: this one is a stricter copy of it. */
  readonly 'x-like'?: string;
}

export type Definitions = Readonly<Record<string, Schema>>;

/** All that a schema refers to, at any depth. */
export function refsOf(schema: unknown): string[] {
  if (typeof schema !== 'object' || schema === null) return [];
  return Object.entries(schema).flatMap(([key, value]) => (key === '$ref' && typeof value === 'string' ? [value] : refsOf(value)));
}

/** The same schema with every reference changed. */
export function mapRefs(schema: Schema, change: (ref: string) => string): Schema {
  return JSON.parse(JSON.stringify(schema), (key, value: unknown) => (key === '$ref' && typeof value === 'string' ? change(value) : value)) as Schema;
}
