import { type Analysis, placedOf } from '../analyze.ts';
import type { ReadConfig } from '../initSteps.ts';
import { buildIndex, bundleOf } from '../kube/bundle.ts';

/** Reads scripts from the ConfigMaps that a file sees. */
export function configOf(analysis: Analysis): ReadConfig {
  const bundle = bundleOf(analysis.file, buildIndex(placedOf(analysis)), analysis.around ?? buildIndex([]));
  return (namespace, file) => bundle.configMap(namespace, file.configMap)?.summary.data.get(file.key);
}
