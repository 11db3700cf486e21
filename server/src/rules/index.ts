import { annotationDeprecated } from './annotationDeprecated.ts';
import { annotationIgnored } from './annotationIgnored.ts';
import { annotationKeyTypo } from './annotationKeyTypo.ts';
import { annotationMisplaced } from './annotationMisplaced.ts';
import { annotationValue } from './annotationValue.ts';
import { budgetConflict } from './budgetConflict.ts';
import { claimConflict } from './claimConflict.ts';
import { claimIncomplete } from './claimIncomplete.ts';
import { claimNameDuplicate } from './claimNameDuplicate.ts';
import { claimNotMounted } from './claimNotMounted.ts';
import { claimShadowsVolume } from './claimShadowsVolume.ts';
import { configData } from './configData.ts';
import { configMissing } from './configMissing.ts';
import { containerNameClash } from './containerNameClash.ts';
import { documentsMerged } from './documentsMerged.ts';
import { duplicateKey } from './duplicateKey.ts';
import { ENGINE_RULES } from './engine.ts';
import { envDuplicate } from './envDuplicate.ts';
import { gracePeriodZero } from './gracePeriodZero.ts';
import { initAnnotationIgnored } from './initAnnotationIgnored.ts';
import { initContainerProbes } from './initContainerProbes.ts';
import { initializedMissing } from './initializedMissing.ts';
import { kubectlYaml } from './kubectlYaml.ts';
import { limitRange } from './limitRange.ts';
import { metadataConflict } from './metadataConflict.ts';
import { mountConflict } from './mountConflict.ts';
import { mountPathDuplicate } from './mountPathDuplicate.ts';
import { mountPathInvalid } from './mountPathInvalid.ts';
import { peersNeedUnreadyDns } from './peersNeedUnreadyDns.ts';
import { podConflict } from './podConflict.ts';
import { portClash } from './portClash.ts';
import { probeConflict } from './probeConflict.ts';
import { quotaExceeded } from './quotaExceeded.ts';
import { requestOverLimit } from './requestOverLimit.ts';
import { resourceAmount } from './resourceAmount.ts';
import { restartPolicy } from './restartPolicy.ts';
import type { Rule } from './rule.ts';
import { schedulingConflict } from './schedulingConflict.ts';
import { securityConflict } from './securityConflict.ts';
import { selectorEmpty } from './selectorEmpty.ts';
import { selectorMismatch } from './selectorMismatch.ts';
import { selectorOverlap } from './selectorOverlap.ts';
import { selectorValues } from './selectorValues.ts';
import { separatorIgnored } from './separatorIgnored.ts';
import { serviceConflict } from './serviceConflict.ts';
import { serviceHeadlessType } from './serviceHeadlessType.ts';
import { serviceMissing } from './serviceMissing.ts';
import { serviceNameInvalid } from './serviceNameInvalid.ts';
import { serviceNotHeadless } from './serviceNotHeadless.ts';
import { servicePortUnknown } from './servicePortUnknown.ts';
import { serviceSelectorMismatch } from './serviceSelectorMismatch.ts';
import { serviceWithoutPorts } from './serviceWithoutPorts.ts';
import { setNameInvalid } from './setNameInvalid.ts';
import { strategyConflict } from './strategyConflict.ts';
import { templateHostname } from './templateHostname.ts';
import { valueIneffective } from './valueIneffective.ts';
import { volumeConflict } from './volumeConflict.ts';
import { volumeKindOld } from './volumeKindOld.ts';
import { volumeMountUnknown } from './volumeMountUnknown.ts';
import { volumeNameDuplicate } from './volumeNameDuplicate.ts';

/** The table: every rule that the product knows, in the order of the documentation. */
export const RULES: readonly Rule[] = [
  // The set and its pods.
  selectorMismatch,
  selectorEmpty,
  selectorValues,
  selectorOverlap,
  setNameInvalid,
  strategyConflict,
  restartPolicy,
  containerNameClash,
  portClash,
  requestOverLimit,
  resourceAmount,
  podConflict,
  securityConflict,
  schedulingConflict,
  probeConflict,
  envDuplicate,
  valueIneffective,
  metadataConflict,
  templateHostname,
  gracePeriodZero,
  // Init containers.
  initContainerProbes,
  initAnnotationIgnored,
  initializedMissing,
  annotationKeyTypo,
  annotationMisplaced,
  annotationValue,
  annotationIgnored,
  annotationDeprecated,
  // Storage.
  volumeMountUnknown,
  volumeNameDuplicate,
  mountPathDuplicate,
  mountPathInvalid,
  mountConflict,
  volumeConflict,
  volumeKindOld,
  claimIncomplete,
  claimConflict,
  claimNameDuplicate,
  claimShadowsVolume,
  claimNotMounted,
  // The governing Service.
  serviceNameInvalid,
  serviceMissing,
  serviceNotHeadless,
  serviceHeadlessType,
  serviceConflict,
  serviceSelectorMismatch,
  serviceWithoutPorts,
  servicePortUnknown,
  peersNeedUnreadyDns,
  // What stands beside it.
  budgetConflict,
  configData,
  configMissing,
  quotaExceeded,
  limitRange,
  // The file.
  kubectlYaml,
  duplicateKey,
  documentsMerged,
  separatorIgnored,
  ...ENGINE_RULES,
];
