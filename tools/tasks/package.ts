import { vsix } from '../vsix.ts';

const made = await vsix();
console.log(`${made.file} ${(made.size / 1024 / 1024).toFixed(2)} MB`);
