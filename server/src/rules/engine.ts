import { defineRule, type Rule } from './rule.ts';

/** Findings of the parsers, the schemas and the interpreter: rows without a check, so that settings and documentation know them. */
export const ENGINE_RULES: readonly Rule[] = [
  defineRule({
    id: 'yaml-syntax',
    level: 'error',
    summary: 'The document is not YAML, so kubectl sends nothing.',
    source: 'YAML 1.2; kubectl 1.4.4 and 1.34.4 refuse it (observed).',
  }),
  // docs/facts/init-containers.md#decoding-the-annotation
  defineRule({
    id: 'json-syntax',
    level: 'error',
    summary: 'The init-container annotation is not JSON, so the API server refuses the whole object.',
    source: 'Kubernetes 1.3 to 1.7 decode the annotation while reading the object and answer 400 (observed on 1.4.4).',
  }),
  defineRule({
    id: 'alias-bomb',
    level: 'error',
    summary: 'Aliases of aliases expand to more values than any manifest has, and the document is not analysed.',
    source: 'A bound of this linter; API servers have one too.',
  }),
  defineRule({
    id: 'document-too-large',
    level: 'information',
    summary: 'The document is longer than any manifest of pets and is not analysed.',
    source: 'A bound of this linter, so that typing never waits.',
  }),
  // docs/facts/api-validation.md#unknown-fields
  defineRule({
    id: 'unknown-field',
    level: 'error',
    summary: 'The field does not exist in this version of the object: kubectl refuses it, or the server drops it in silence.',
    source: 'Strict decoding of kubectl and the API server (observed on 1.4.4 and 1.34.4); first versions of fields from the published models of 1.5 to 1.37.',
  }),
  // docs/facts/api-validation.md#wrong-types
  defineRule({
    id: 'wrong-type',
    level: 'error',
    summary: 'The value has another type than the field, so the API server refuses the object.',
    source: 'Decoding of the API server (observed on 1.4.4 and 1.34.4).',
  }),
  defineRule({
    id: 'missing-field',
    level: 'error',
    summary: 'A field that the object cannot do without is missing.',
    source: 'Validation of kubectl and the API server (observed on 1.4.4 and 1.34.4).',
  }),
  defineRule({
    id: 'bad-value',
    level: 'error',
    summary: 'The value is none of those that the field allows.',
    source: 'Validation of the API server (observed on 1.4.4 and 1.34.4).',
  }),
  // docs/facts/statefulset.md#versions-that-serve-the-kind
  defineRule({
    id: 'unknown-kind',
    level: 'error',
    summary: 'No such kind in this apiVersion, so kubectl cannot send the object.',
    source: 'The kinds that each Kubernetes version serves.',
  }),
  // docs/facts/idempotence.md#when-init-containers-run-again, docs/facts/idempotence.md#how-long-a-volume-lives
  defineRule({
    id: 'rerun-fails',
    level: 'error',
    summary: 'The init command fails when it runs a second time, so a restarted pet never comes up again.',
    source: 'Init containers run again after a restart of the pod or its sandbox (observed on 1.4.4 and 1.34.4).',
  }),
  // docs/facts/idempotence.md#when-init-containers-run-again, docs/facts/idempotence.md#how-long-a-volume-lives
  defineRule({
    id: 'clobbers',
    level: 'warning',
    summary: 'The init command overwrites or deletes data of the previous incarnation on a persistent volume at each start.',
    source: 'Claims keep their content while init containers run again (observed on 1.4.4 and 1.34.4).',
  }),
  // docs/facts/idempotence.md#when-init-containers-run-again, docs/facts/idempotence.md#how-long-a-volume-lives
  defineRule({
    id: 'clobbers-managed',
    level: 'hint',
    summary: 'The init command writes a file on a persistent volume anew at each start; changes made by hand are lost.',
    source: 'Claims keep their content while init containers run again (observed on 1.4.4 and 1.34.4).',
  }),
  // docs/facts/idempotence.md#when-init-containers-run-again, docs/facts/idempotence.md#how-long-a-volume-lives
  defineRule({
    id: 'accumulates',
    level: 'warning',
    summary: 'The init command adds to what it left behind, so a file or tree grows with each start.',
    source: 'Volumes keep their content while init containers run again (observed on 1.4.4 and 1.34.4).',
  }),
  // docs/facts/idempotence.md#scenarios
  defineRule({
    id: 'changes-every-run',
    level: 'warning',
    summary: 'The init command leaves something different behind at each start.',
    source: 'Executed ground truth: the command run twice leaves two different volumes.',
  }),
  // docs/facts/idempotence.md#scenarios
  defineRule({
    id: 'not-crash-safe',
    level: 'information',
    summary: 'Stopped in the middle, the init command leaves a state that its next run does not repair.',
    source: 'Executed ground truth: the command killed before each of its steps and then run again.',
  }),
  defineRule({
    id: 'sh-c-extra-args',
    level: 'warning',
    summary: 'A shell runs only the word behind -c; the words after it become $0, $1, ... and are not run.',
    source: 'POSIX sh, option -c.',
  }),
  // docs/facts/idempotence.md#commands-on-gnu-and-busybox
  defineRule({
    id: 'dash-bashism',
    level: 'warning',
    summary: 'The script uses what only bash has, and sh in this image is dash or the ash of busybox: the command is not found, or the script ends there.',
    source: 'Executed: dash 0.5.12 of Debian 12, busybox 1.35. Which shell sh is follows from the name of an official image.',
  }),
  defineRule({
    id: 'unknown-command',
    level: 'hint',
    summary:
      'What this program does to the volumes is not known, so the init container is not judged as a whole. The setting `petset.idempotence.commands` can say it ([how](../commands.md)).',
    source: 'The effects table of this linter.',
  }),
  defineRule({
    id: 'shell-syntax',
    level: 'error',
    summary: 'The shell cannot read the script, so the init container fails and the pet never starts.',
    source: 'POSIX sh and bash grammar.',
  }),
  // docs/facts/peer-finder.md#peers-at-the-first-start-and-later
  defineRule({
    id: 'peers-dependent',
    level: 'warning',
    summary:
      'What the script writes depends on how many peers there are when it runs: pet 0 sees one peer when it is created and all of them when it is restarted.',
    source: "peer-finder's algorithm (the script gets the peers that exist when it starts); observed on 1.4.4: a re-created web-0 proxies to itself.",
  }),
  defineRule({
    id: 'unused-suppression',
    level: 'information',
    summary: 'A petset-ignore comment suppresses nothing: there is nothing to suppress, or it has no reason, or names no rule.',
    source: 'A rule of this linter: a suppression that outlives its cause hides the next one.',
  }),
];
