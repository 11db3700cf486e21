import { type Analysis, placedOf } from '../analyze.ts';
import { type Around, configIn } from '../initSteps.ts';
import { buildIndex, bundleOf } from '../kube/bundle.ts';

/** What the init containers of an analysed file depend on besides its text: the ConfigMaps around it, and the user's commands. */
export function aroundOf(analysis: Analysis): Around {
  const bundle = bundleOf(analysis.file, buildIndex(placedOf(analysis)), analysis.around ?? buildIndex([]));
  return { config: configIn(bundle), commands: analysis.settings.commands };
}
