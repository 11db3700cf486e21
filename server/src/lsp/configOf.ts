import { type Analysis, placedOf } from '../analyze.ts';
import { configIn, type ReadConfig } from '../initSteps.ts';
import { buildIndex, bundleOf } from '../kube/bundle.ts';

/** The ConfigMaps around an analysed file. */
export function configOf(analysis: Analysis): ReadConfig {
  return configIn(bundleOf(analysis.file, buildIndex(placedOf(analysis)), analysis.around ?? buildIndex([])));
}
