// Installed only by `npm start`, into the profile of the editor that it serves: a window that opens empty shows the first look.
const vscode = require('vscode');

exports.activate = async () => {
  const isEmpty = vscode.window.tabGroups.all.every((group) => group.tabs.length === 0);
  if (isEmpty) await vscode.commands.executeCommand('petset.firstLook');
};
