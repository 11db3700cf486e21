import { choosePet } from '../choosing.ts';
import { dnsName } from '../dnsName.ts';
import { defineCommand } from './command.ts';

export const copyDnsName = defineCommand({
  id: 'petset.copyDnsName',
  needsTrust: true,
  run: async (context, given) => {
    const target = await choosePet(context, given);
    if (target === undefined) return;
    const name = dnsName(target.set, target.pet);
    if (name === undefined) return void (await context.ui.inform(`${target.set.name} has no serviceName: its pets have no names in DNS.`));
    await context.ui.copy(name);
  },
});
