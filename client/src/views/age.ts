const steps = [
  { name: 'd', ms: 86_400_000 },
  { name: 'h', ms: 3_600_000 },
  { name: 'm', ms: 60_000 },
  { name: 's', ms: 1_000 },
];

/** As kubectl writes ages: the two largest units, 3d4h or 90s as 1m30s. */
export function ageText(since: string, now: number): string {
  let rest = now - Date.parse(since);
  if (Number.isNaN(rest)) return '';
  const parts: string[] = [];
  for (const { name, ms } of steps) {
    const count = Math.floor(rest / ms);
    if (count > 0 && parts.length < 2) parts.push(`${count}${name}`);
    else if (parts.length > 0) break;
    rest -= Math.max(0, count) * ms;
  }
  return parts.length === 0 ? '0s' : parts.join('');
}
