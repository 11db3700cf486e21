import { type Analysis, placedOf } from '../analyze.ts';
import { type Around, configIn, type ReadConfig } from '../initSteps.ts';
import { buildIndex, bundleOf } from '../kube/bundle.ts';

/** What the init containers of an analysed file depend on besides its text: the ConfigMaps around it, and the user's commands. */
export function aroundOf(analysis: Analysis): Around {
  let read: ReadConfig | undefined;
  return {
    // Every hover passes here, and hardly any asks for a ConfigMap.
    config: (namespace, file) => {
      read ??= configIn(bundleOf(analysis.file, buildIndex(placedOf(analysis)), analysis.around ?? buildIndex([])));
      return read(namespace, file);
    },
    commands: analysis.settings.commands,
  };
}
