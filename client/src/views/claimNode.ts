import type { Claim } from '../cluster/claims.ts';
import type { Target } from '../target.ts';
import { levelIcon, type Node } from './node.ts';
import { claimStatus } from './status.ts';

export function claimNode(parentId: string, claim: Claim, place: Target): Node {
  const status = claimStatus(claim);
  return {
    id: `${parentId}/claim/${claim.name}`,
    label: claim.name,
    description: `claim · ${status.text}`,
    tooltip: [`${claim.name}: ${status.text}`, `Template: ${claim.template}`, ...(claim.volume === '' ? [] : [`Volume: ${claim.volume}`])].join('\n'),
    icon: levelIcon(status, 'database'),
    spoken: `Claim ${claim.name}, ${status.text}`,
    contextValue: 'petset.claim',
    target: { ...place, claim },
  };
}
