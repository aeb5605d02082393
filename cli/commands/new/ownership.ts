import { UserError } from '../../../contracts/errors.js';
import { gitOutput } from './place.js';

/** The owner of a new module. */
export interface Owner {
  team: string;
  contact: string;
}

/** From the options, else from Git's user. @throws UserError if neither is given */
export async function ownerOf(given: Partial<Owner>, folder: string): Promise<Owner> {
  const team = given.team ?? (await gitOutput(folder, 'config', 'user.name'));
  const contact = given.contact ?? (await gitOutput(folder, 'config', 'user.email'));
  if (team === null) throw new UserError('InvalidInput', 'say which team owns it: --team NAME');
  if (contact === null) throw new UserError('InvalidInput', 'say how its team is reached: --contact ADDRESS');
  for (const [option, text] of Object.entries({ '--team': team, '--contact': contact })) {
    if (text.trim() === '' || /[\u0000-\u001f]/.test(text)) {
      throw new UserError('InvalidInput', `${option}: ${JSON.stringify(text)} is not a single line of text`);
    }
  }
  return { team, contact };
}

/** A line of CODEOWNERS. What is not an owner in its sense (an address, or an @name) stands in a comment. */
export function ownersLine(folder: string, { team, contact }: Owner): string {
  const path = `/${folder.split(/[\\/]/).join('/')}/`;
  if (/^(@[\w./-]+|[^\s@]+@[^\s@]+\.[^\s@]+)$/.test(contact)) return `${path} ${contact}\n`;
  return `# ${path} belongs to ${team}, ${contact}: no address or @name of its owner is known\n`;
}
